import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { inProject } from "../lib/paths.ts";
import { bundleWorker } from "./build.ts";
import type { WorkerOptions } from "./runtime.ts";

export const SECRETS = {
  STRIPE_SECRET_KEY: "sk_test_emulator_0123456789abcdef",
  STRIPE_PUBLISHABLE_KEY: "pk_test_emulator_0123456789abcdef",
  STRIPE_WEBHOOK_SECRET: "whsec_0123456789abcdef0123456789abcdef",
  JWT_SIGNING_KEYS: "c2lnbmluZy1rZXktb2YtdGhlLWJlbmNoLTAwMDAwMDE=",
  METRICS_TOKEN: "metrics-token-0123456789abcdef",
  TOKEN_SECRET: "bench-token-secret-0123456789abcdef-0123456789",
};

interface ApiSettings {
  name: string;
  /** Where Stripe answers; without, nothing can be paid. */
  stripeUrl: string | undefined;
  /** In place of those in wrangler.toml. */
  vars?: Record<string, string>;
}

/** The bundled API under the settings of wrangler.toml. */
export function apiWorker(script: string, { name, stripeUrl, vars }: ApiSettings): WorkerOptions {
  // Wrangler would warn of secrets that it does not find; they are given below.
  process.env["WRANGLER_LOG"] ??= "error";
  const { workerOptions: declared } = unstable_getMiniflareWorkerOptions(inProject("wrangler.toml"));
  // Static files are served before the Worker is asked and have no part in the API; the bundle has no modules to find.
  const { assets: _, modulesRules: __, ...rest } = declared;
  return {
    ...rest,
    name,
    modules: true,
    script,
    bindings: { ...(rest.bindings as Record<string, string>), ...SECRETS, ...vars },
    serviceBindings: stripeUrl === undefined ? {} : { STRIPE_API: external(stripeUrl) },
  };
}

interface EmulatorSettings {
  /** Where it sends its webhooks; without, they wait to be taken. */
  apiUrl?: string;
  faultDelayMs?: number;
  webhookLateMs?: number;
}

/** The Stripe emulator. */
export async function stripeWorker(settings: EmulatorSettings = {}): Promise<WorkerOptions> {
  const { apiUrl, faultDelayMs = 1_500, webhookLateMs = 60_000 } = settings;
  return {
    name: "stripe-emulator",
    modules: true,
    script: await bundleWorker("workers/stripe-emulator/index.ts"),
    compatibilityDate: "2026-11-01",
    durableObjects: { ACCOUNT: { className: "StripeAccount", useSQLite: true } },
    bindings: {
      STRIPE_WEBHOOK_SECRET: SECRETS.STRIPE_WEBHOOK_SECRET,
      WEBHOOK_PATH: "/api/v1/payments/webhooks/stripe",
      WEBHOOK_DELIVERY: apiUrl === undefined ? "manual" : "push",
      FAULT_DELAY_MS: String(faultDelayMs),
      WEBHOOK_LATE_MS: String(webhookLateMs),
    },
    serviceBindings: apiUrl === undefined ? {} : { API: external(apiUrl) },
  };
}

function external(url: string) {
  return { external: { address: new URL(url).host, http: {} } };
}

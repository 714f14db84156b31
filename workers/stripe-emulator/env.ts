import type { StripeAccount } from "./account.object.ts";

/** The emulator's bindings, as `wrangler.toml` declares them. */
export interface Env {
  ACCOUNT: DurableObjectNamespace<StripeAccount>;
  /** The Worker that receives the webhooks; a test that takes deliveries by hand binds none. */
  API?: Fetcher;
  STRIPE_WEBHOOK_SECRET: string;
  WEBHOOK_PATH: string;
  WEBHOOK_DELIVERY: string;
  FAULT_DELAY_MS: string;
  WEBHOOK_LATE_MS: string;
  PUBLIC_URL?: string;
}

export interface Settings {
  webhookSecret: string;
  webhookPath: string;
  pushes: boolean;
  faultDelayMs: number;
  webhookLateMs: number;
  publicUrl: string | null;
}

/** Reads the environment once. @throws Error that names the variable which is missing or wrong */
export function settingsOf(env: Env): Settings {
  if (!env.STRIPE_WEBHOOK_SECRET)
    throw new Error("STRIPE_WEBHOOK_SECRET is not set: give the emulator a whsec_… secret");
  return {
    webhookSecret: env.STRIPE_WEBHOOK_SECRET,
    webhookPath: env.WEBHOOK_PATH,
    pushes: deliveryMode(env.WEBHOOK_DELIVERY) === "push",
    faultDelayMs: milliseconds("FAULT_DELAY_MS", env.FAULT_DELAY_MS),
    webhookLateMs: milliseconds("WEBHOOK_LATE_MS", env.WEBHOOK_LATE_MS),
    publicUrl: env.PUBLIC_URL ?? null,
  };
}

function deliveryMode(value: string): "push" | "manual" {
  if (value === "push" || value === "manual") return value;
  throw new Error(`WEBHOOK_DELIVERY must be "push" or "manual", not "${value}"`);
}

function milliseconds(name: string, value: string): number {
  const parsed = Number(value);
  if (!Number.isInteger(parsed) || parsed < 0)
    throw new Error(`${name} must be a whole number of milliseconds`);
  return parsed;
}

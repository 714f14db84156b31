import Stripe from "stripe";
import type { Ctx } from "../../platform/ctx.ts";

/** Pinned: webhook endpoints are created with the same version (README, "Deploy"). */
export const STRIPE_API_VERSION = "2026-10-28.endive";

/** Keys that the start script makes: they belong to the emulator, and no other key ever reaches it. */
const EMULATOR_KEY = /^sk_test_emulator_/;

const clients = new WeakMap<object, Stripe>();

/** The Stripe SDK; it talks to the emulator's binding when the key is an emulator's, else to Stripe. One client an isolate. */
export function stripeOf(ctx: Ctx): Stripe {
  let client = clients.get(ctx.config);
  if (!client) {
    const emulator = EMULATOR_KEY.test(ctx.config.STRIPE_SECRET_KEY) ? ctx.env.STRIPE_API : undefined;
    client = new Stripe(ctx.config.STRIPE_SECRET_KEY, {
      apiVersion: STRIPE_API_VERSION,
      timeout: ctx.config.STRIPE_TIMEOUT_MS,
      maxNetworkRetries: 1,
      telemetry: false,
      httpClient: Stripe.createFetchHttpClient(
        emulator
          ? (input: RequestInfo | URL, init?: RequestInit) =>
              emulator.fetch(
                input,
                withHeader(init, "X-Emulator-Public-Url", `${ctx.config.PUBLIC_URL}/_stripe`),
              )
          : undefined,
      ),
    });
    clients.set(ctx.config, client);
  }
  return client;
}

function withHeader(init: RequestInit | undefined, name: string, value: string): RequestInit {
  const headers = new Headers(init?.headers);
  headers.set(name, value);
  return { ...init, headers };
}

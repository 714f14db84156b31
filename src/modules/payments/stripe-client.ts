import Stripe from "stripe";
import type { Ctx } from "../../platform/ctx.ts";

/** Pinned: webhook endpoints are created with the same version (docs/deployment.md). */
export const STRIPE_API_VERSION = "2026-10-28.endive";

/** Keys that the start script makes: they belong to the emulator, and no other key ever reaches it. */
const EMULATOR_KEY = /^sk_test_emulator_/;

const clients = new WeakMap<object, Stripe>();

/**
 * The Stripe SDK, measured; it talks to the emulator's binding when the key is an emulator's, else to Stripe. One client an isolate.
 * A page that is read while iterating over a list counts with the list's first.
 */
export function stripeOf(ctx: Ctx): Stripe {
  return measured(clientOf(ctx), (path, result) => ctx.meter.track("STRIPE", path, result, isFault));
}

/** Declined cards and refused requests are answers; no answer, a 5xx, a refused key and too many requests are faults. */
function isFault(error: unknown): boolean {
  const status = error instanceof Stripe.errors.StripeError ? (error.statusCode ?? 0) : 0;
  return status < 400 || status >= 500 || status === 401 || status === 403 || status === 429;
}

type Track = (path: string, result: PromiseLike<unknown>) => unknown;

/** An object whose methods' promises are tracked under their path, e.g. "paymentIntents.create". */
function measured<Target extends object>(target: Target, track: Track, path = ""): Target {
  return new Proxy(target, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property);
      if (typeof property === "symbol" || typeof value !== "object" || value === null) {
        if (typeof value !== "function" || path === "") return value;
        return (...parameters: unknown[]) => {
          const result = (value as (...list: unknown[]) => unknown).apply(object, parameters);
          return result instanceof Promise ? track(path + String(property), result) : result;
        };
      }
      return property === "webhooks" ? value : measured(value, track, `${path}${property}.`);
    },
  });
}

function clientOf(ctx: Ctx): Stripe {
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

import { Miniflare, Response as MiniflareResponse, convertV4MiniflareOptions } from "miniflare";
import Stripe from "stripe";
import { bundleEmulator } from "../support/bundle-emulator.ts";

export const WEBHOOK_SECRET = "whsec_emulator_test_secret";
export const BASE_URL = "http://stripe-emulator.test";
export const PUBLIC_URL = "http://localhost:9999";

/** One webhook delivery, taken by hand or received by the API's stand-in. */
export interface Delivered {
  event_id: string;
  type: string;
  attempt: number;
  headers: { "stripe-signature": string };
  body: string;
}

export interface EmulatorOptions {
  /** Receives pushed webhooks and answers with an HTTP status; without it deliveries are taken by hand. */
  onWebhook?: (request: { path: string; signature: string; body: string }) => number;
  faultDelayMs?: number;
  webhookLateMs?: number;
}

export interface Emulator {
  /** The real SDK with a secret key, pointed at the emulator; it never retries by itself. */
  stripe: Stripe;
  /** A plain request; bodies are form-encoded text. */
  send: (path: string, init?: RequestOptions) => Promise<Answer>;
  /** Takes the deliveries that are due, and with `true` those which are due later. */
  take: (includeLate?: boolean) => Promise<Delivered[]>;
  stop: () => Promise<void>;
}

export interface RequestOptions {
  method?: string;
  body?: string;
  key?: string | null;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: { get: (name: string) => string | null };
  text: string;
  /** The body as JSON, or empty when it is none. */
  json: Record<string, unknown>;
}

/** Starts an emulator of its own in workerd, with an empty account. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { onWebhook } = options;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: await bundle(),
      compatibilityDate: "2026-11-01",
      durableObjects: { ACCOUNT: { className: "StripeAccount", useSQLite: true } },
      bindings: {
        STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
        WEBHOOK_PATH: "/webhooks/stripe",
        WEBHOOK_DELIVERY: onWebhook === undefined ? "manual" : "push",
        FAULT_DELAY_MS: String(options.faultDelayMs ?? 300),
        WEBHOOK_LATE_MS: String(options.webhookLateMs ?? 60_000),
        PUBLIC_URL,
      },
      serviceBindings:
        onWebhook === undefined
          ? {}
          : {
              API: async (request) => {
                const signature = request.headers.get("Stripe-Signature") ?? "";
                const { pathname } = new URL(request.url);
                const status = onWebhook({ path: pathname, signature, body: await request.text() });
                return new MiniflareResponse(null, { status });
              },
            },
    }),
  );
  await miniflare.ready;
  return emulatorOn(miniflare);
}

function emulatorOn(miniflare: Miniflare): Emulator {
  const send: Emulator["send"] = async (
    path,
    { method = "GET", body, key = "sk_test_x", headers = {} } = {},
  ) => {
    const response = await miniflare.dispatchFetch(`${BASE_URL}${path}`, {
      method,
      redirect: "manual",
      headers: {
        ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { "Content-Type": "application/x-www-form-urlencoded" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text.startsWith("{") ? (JSON.parse(text) as Answer["json"]) : {},
    };
  };
  return {
    send,
    stripe: stripeClient(miniflare),
    take: async (includeLate = false) => {
      const { json } = await send(`/_emulator/deliveries/take?include_late=${String(includeLate)}`, {
        method: "POST",
      });
      // The shape that the control route documents.
      return json["data"] as Delivered[];
    },
    stop: () => miniflare.dispose(),
  };
}

function stripeClient(miniflare: Miniflare): Stripe {
  const fetchFn: typeof fetch = async (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const response = await miniflare.dispatchFetch(`${BASE_URL}${pathname}${search}`, {
      method: init?.method ?? "GET",
      headers: Object.fromEntries(new Headers(init?.headers)),
      ...(typeof init?.body === "string" && init.body !== "" ? { body: init.body } : {}),
    });
    return new Response(await response.text(), { status: response.status, headers: [...response.headers] });
  };
  const httpClient = Stripe.createFetchHttpClient(fetchFn);
  return new Stripe("sk_test_x", { httpClient, maxNetworkRetries: 0, telemetry: false });
}

let bundled: Promise<string> | undefined;

function bundle(): Promise<string> {
  bundled ??= bundleEmulator();
  return bundled;
}

/** The error that a call ends with. */
export async function errorOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error("the call was expected to fail");
}

/** The id of the charge that last tried to collect a payment. */
export function chargeIdOf({ latest_charge: charge }: Stripe.PaymentIntent): string {
  if (charge === null) throw new Error("the PaymentIntent has no charge");
  return typeof charge === "string" ? charge : charge.id;
}

/** The id of the payment method of a PaymentIntent or a SetupIntent. */
export function methodIdOf({
  payment_method: method,
}: Pick<Stripe.PaymentIntent | Stripe.SetupIntent, "payment_method">): string {
  if (method === null) throw new Error("the intent has no payment method");
  return typeof method === "string" ? method : method.id;
}

/** The types of the newest events, oldest first. */
export async function lastEvents(stripe: Stripe, limit: number): Promise<string[]> {
  return (await stripe.events.list({ limit })).data.map(({ type }) => type).reverse();
}

/** Sends a form to a control route and answers its JSON. */
export async function steer(emulator: Emulator, path: string, body = ""): Promise<Answer["json"]> {
  return (await emulator.send(`/_emulator/${path}`, { method: "POST", body, key: null })).json;
}

/** What it takes to pay at once, without a redirect. */
export const PAY_NOW = {
  amount: 2000,
  currency: "usd",
  confirm: true,
  automatic_payment_methods: { enabled: true, allow_redirects: "never" },
} as const satisfies Stripe.PaymentIntentCreateParams;

import type Stripe from "stripe";

/** What a customer confirms: a payment, or the setup of a payment method. */
export type Intent = Stripe.PaymentIntent | Stripe.SetupIntent;

const SETUP_FIELDS = [
  "id",
  "object",
  "automatic_payment_methods",
  "cancellation_reason",
  "client_secret",
  "created",
  "description",
  "last_setup_error",
  "livemode",
  "next_action",
  "payment_method",
  "payment_method_configuration_details",
  "payment_method_types",
  "status",
  "usage",
] as const satisfies (keyof Stripe.SetupIntent)[];

const PUBLIC_FIELDS = [
  "id",
  "object",
  "amount",
  "amount_details",
  "automatic_payment_methods",
  "canceled_at",
  "cancellation_reason",
  "capture_method",
  "client_secret",
  "confirmation_method",
  "created",
  "currency",
  "description",
  "last_payment_error",
  "livemode",
  "next_action",
  "payment_method",
  "payment_method_configuration_details",
  "payment_method_types",
  "processing",
  "receipt_email",
  "setup_future_usage",
  "shipping",
  "source",
  "status",
] as const satisfies (keyof Stripe.PaymentIntent)[];

/** What a publishable key sees of a PaymentIntent or a SetupIntent: no metadata, no charge, no customer. */
export function publicView(intent: Intent): Partial<Intent> {
  return intent.object === "setup_intent" ? pick(intent, SETUP_FIELDS) : pick(intent, PUBLIC_FIELDS);
}

/** A whole answer as a publishable key sees it: with the intent, or that of the error, reduced. */
export function publicBody(body: object): object {
  if (isIntent(body)) return publicView(body);
  const error = "error" in body ? body.error : undefined;
  if (typeof error !== "object" || error === null) return body;
  const shown = Object.entries(error).map(([name, value]: [string, unknown]) => [
    name,
    isIntent(value) ? publicView(value) : value,
  ]);
  return { error: Object.fromEntries(shown) as object };
}

function pick<T extends object, K extends keyof T>(object: T, fields: readonly K[]): Pick<T, K> {
  // The fields picked are the ones of the type.
  return Object.fromEntries(fields.map((field) => [field, object[field]])) as Pick<T, K>;
}

function isIntent(value: unknown): value is Intent {
  if (typeof value !== "object" || value === null || !("object" in value)) return false;
  return value.object === "payment_intent" || value.object === "setup_intent";
}

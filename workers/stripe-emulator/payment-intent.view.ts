import type Stripe from "stripe";

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

/** What a publishable key sees of a PaymentIntent: no metadata, no charge, no customer. */
export function publicView(
  intent: Stripe.PaymentIntent,
): Pick<Stripe.PaymentIntent, (typeof PUBLIC_FIELDS)[number]> {
  // The fields picked are the ones of the type.
  return Object.fromEntries(PUBLIC_FIELDS.map((field) => [field, intent[field]])) as ReturnType<
    typeof publicView
  >;
}

/** A whole answer as a publishable key sees it: with the PaymentIntent, or that of the error, reduced. */
export function publicBody(body: object): object {
  if (isPaymentIntent(body)) return publicView(body);
  const error = "error" in body ? body.error : undefined;
  if (typeof error !== "object" || error === null || !("payment_intent" in error)) return body;
  const { payment_intent: intent } = error;
  return { error: { ...error, payment_intent: isPaymentIntent(intent) ? publicView(intent) : intent } };
}

function isPaymentIntent(value: unknown): value is Stripe.PaymentIntent {
  return (
    typeof value === "object" && value !== null && "object" in value && value.object === "payment_intent"
  );
}

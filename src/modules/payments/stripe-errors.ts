import Stripe from "stripe";

/** Whether Stripe says that what it was asked about is not there; with `param`, that it is what this parameter names. */
export function isMissing(error: unknown, param?: string): boolean {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return false;
  return error.code === "resource_missing" && (param === undefined || error.param === param);
}

/**
 * Whether the idempotency key will never give another answer than this error: it belongs to another request that has ended,
 * or Stripe keeps a 500 under it.
 */
export function keyIsDead(error: unknown): boolean {
  if (!(error instanceof Stripe.errors.StripeError)) return false;
  if (error instanceof Stripe.errors.StripeIdempotencyError) return error.code !== "idempotency_key_in_use";
  return error.headers?.["idempotent-replayed"] === "true" && (error.statusCode ?? 0) >= 500;
}

/** Whether Stripe could not be reached, has a fault of its own or takes no more requests, so that others will fail as well. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Stripe.errors.StripeError)) return false;
  const status = error.statusCode ?? 0;
  return error instanceof Stripe.errors.StripeConnectionError || status >= 500 || status === 429;
}

import Stripe from "stripe";

/** Whether Stripe says that what it was asked about is not there; with `param`, that it is what this parameter names. */
export function isMissing(error: unknown, param?: string): boolean {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return false;
  return error.code === "resource_missing" && (param === undefined || error.param === param);
}

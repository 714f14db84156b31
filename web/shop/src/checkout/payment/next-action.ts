import type { Schema } from "../../api.ts";
import { loadStripe } from "./stripe-js.ts";

type Attempt = Pick<
  NonNullable<Schema<"PaymentAttempt">>,
  "next_action" | "client_secret" | "publishable_key"
>;

interface RedirectAction {
  redirect_to_url?: { url?: string };
}

/**
 * What the bank asks of the shopper before it pays: a page of its own, to which the browser goes, or Stripe's dialog on this page.
 * Answers a message when that did not work out, and "left" when the browser is on its way to another page.
 */
export async function takeNextAction(payment: Attempt | null): Promise<"left" | { problem?: string }> {
  const action = payment?.next_action as RedirectAction | undefined;
  if (!payment || !action) return {};
  const url = action.redirect_to_url?.url;
  if (url !== undefined && /^https?:/.test(url)) {
    location.assign(url);
    return "left";
  }
  if (payment.client_secret === null) return {};
  const stripe = await loadStripe(payment.publishable_key);
  const { error } = await stripe.handleNextAction({ clientSecret: payment.client_secret });
  return error ? { problem: error.message ?? "Your bank did not confirm the payment." } : {};
}

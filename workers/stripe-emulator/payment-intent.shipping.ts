import type Stripe from "stripe";
import type { shipping } from "./payment-intent.readers.ts";

/** Shipping details as the API answers them: every field is there, null when it was not given. */
export function shippingOf(given: ReturnType<typeof shipping> | null): Stripe.PaymentIntent.Shipping | null {
  if (given === null) return null;
  const { address } = given;
  return {
    address: {
      city: address.city ?? null,
      country: address.country ?? null,
      line1: address.line1 ?? null,
      line2: address.line2 ?? null,
      postal_code: address.postal_code ?? null,
      state: address.state ?? null,
    },
    carrier: given.carrier ?? null,
    name: given.name,
    phone: given.phone ?? null,
    tracking_number: given.tracking_number ?? null,
  };
}

import type Stripe from "stripe";
import type { address, shipping } from "./payment-intent.readers.ts";

/** Shipping details as the API answers them: every field is there, null when it was not given. */
export function shippingOf(given: ReturnType<typeof shipping> | null): Stripe.PaymentIntent.Shipping | null {
  if (given === null) return null;
  return {
    address: addressOf(given.address),
    carrier: given.carrier ?? null,
    name: given.name,
    phone: given.phone ?? null,
    tracking_number: given.tracking_number ?? null,
  };
}

type Address = ReturnType<typeof address>;
type FullAddress = { [Part in keyof Address]-?: string | null };

/** An address as the API answers it, with all its fields. */
export function addressOf(given: Address): FullAddress;
export function addressOf(given: Address | null): FullAddress | null;
export function addressOf(given: Address | null): FullAddress | null {
  if (given === null) return null;
  return {
    city: given.city ?? null,
    country: given.country ?? null,
    line1: given.line1 ?? null,
    line2: given.line2 ?? null,
    postal_code: given.postal_code ?? null,
    state: given.state ?? null,
  };
}

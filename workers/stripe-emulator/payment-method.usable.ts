import type { UsedMethod } from "./payment-method.resolve.ts";
import { type Refusal, invalid } from "./wire.refusal.ts";

/**
 * Lets a PaymentMethod pass that may pay for `customer`, or for nobody in particular: one of that customer's own, or
 * one that belongs to nobody and was never used.
 * @throws Refusal
 */
export function requireUsable({ method, mark }: UsedMethod, customer: string | null): void {
  if (mark === "spent" && method.customer === null) throw spent();
  if (method.customer === null || method.customer === customer) return;
  if (customer === null) throw ownedByCustomer();
  throw foreignMethod(method.id, "payment_method");
}

/** 400 for a PaymentMethod that is not one of the customer's. */
export function foreignMethod(id: string, param: string): Refusal {
  const message =
    `The customer does not have a payment method with the ID ${id}. ` +
    "The payment method must be attached to the customer.";
  return invalid(message, { code: "resource_missing", param });
}

function ownedByCustomer(): Refusal {
  const message =
    "The provided PaymentMethod cannot be used without its customer: it is attached to one, which you must provide " +
    "in the `customer` parameter.";
  return invalid(message, { param: "payment_method" });
}

function spent(): Refusal {
  return invalid(
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a " +
      "connected account without Customer attachment, or was detached from a Customer. It may not be used again. To " +
      "use a PaymentMethod multiple times, you must attach it to a Customer first.",
  );
}

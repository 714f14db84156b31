import type { Payment, Work } from "./account.work.ts";
import { idOf } from "./account.kinds.ts";
import { type MethodMark, methodTag } from "./payment-method.mark.ts";
import type { UsedMethod } from "./payment-method.resolve.ts";
import type { Origin } from "./webhook.plan.ts";

/** Attaches a PaymentMethod to a customer, whose own it is from now on. */
export function attachToCustomer(work: Work, used: UsedMethod, customer: string, origin: Origin): UsedMethod {
  const method = { ...used.method, customer };
  const attached = marked(work, { ...used, method }, used.mark);
  work.emit("payment_method.attached", method, origin);
  return attached;
}

/** The customer has proven who they are: the issuer lets later payments pass without them. */
export function proveMethod(work: Work, used: UsedMethod): UsedMethod {
  return used.mark === "proven" ? used : marked(work, used, "proven");
}

/** A PaymentMethod that belongs to no customer is of no use after the first attempt to charge it. */
export function spendMethod(work: Work, used: UsedMethod): UsedMethod {
  return used.method.customer === null ? marked(work, used, "spent") : used;
}

/**
 * What a payment leaves of its PaymentMethod: kept for the customer when `setup_future_usage` asks for it, else spent
 * unless it was kept before.
 */
export function keepOrSpend(
  work: Work,
  payment: Payment,
  used: UsedMethod,
  authenticated: boolean,
): UsedMethod {
  if (payment.intent.setup_future_usage === null) return spendMethod(work, used);
  const proven = authenticated ? proveMethod(work, used) : used;
  const customer = idOf(payment.intent.customer);
  if (customer === null || proven.method.customer !== null) return proven;
  return attachToCustomer(work, proven, customer, payment);
}

function marked(work: Work, used: UsedMethod, mark: MethodMark): UsedMethod {
  work.save(used.method, methodTag(used.card, mark));
  return { ...used, mark };
}

import { defineError, type DomainError } from "../../platform/errors.ts";
import { paymentUnavailable } from "../payments/index.ts";

export const orderNotCancellable = defineError(
  "order.not_cancellable",
  409,
  "The order cannot be cancelled like this",
);
export const orderNotEditable = defineError("order.not_editable", 409, "The order cannot be edited");
export const editInvalid = defineError("order.edit_invalid", 422, "The edit cannot be applied as it is");
export const totalChanged = defineError(
  "order.total_changed",
  409,
  "The edit makes another total than expected",
);
export const paymentRunning = defineError(
  "order.payment_in_progress",
  409,
  "The customer is paying at this moment",
);
export const nothingToPay = defineError("order.nothing_to_pay", 409, "There is nothing to be paid");

/** 409: Stripe is working on a payment that can neither be undone nor counted on yet. */
export function paymentRunningError(): DomainError {
  return paymentRunning("A payment of this order is being processed. Try again when it is through.", {
    headers: { "Retry-After": "60" },
  });
}

/** 503: nothing was changed. */
export function stripeUnavailable(cause: unknown): DomainError {
  return paymentUnavailable("The payment provider did not answer. Nothing was changed: try again.", {
    headers: { "Retry-After": "5" },
    cause,
  });
}

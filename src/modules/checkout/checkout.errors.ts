import { defineError } from "../../platform/errors.ts";

export const checkoutIncomplete = defineError("checkout.incomplete", 422, "The cart cannot be ordered yet");
export const cartChanged = defineError(
  "checkout.cart_changed",
  409,
  "The cart is not what the shopper saw any more",
);
export const alreadyPlaced = defineError(
  "checkout.already_placed",
  409,
  "This cart has been ordered already",
);
export const orderNotPayable = defineError("order.not_payable", 409, "The order cannot be paid");
export const reconciliationRunning = defineError(
  "payment.reconciliation_running",
  409,
  "The books are being compared with the payment provider already",
);

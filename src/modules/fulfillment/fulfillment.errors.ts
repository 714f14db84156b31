import { defineError } from "../../platform/errors.ts";

export const exceedsOrder = defineError(
  "fulfillment.exceeds_order",
  409,
  "More units than the order has left to fulfill",
);
export const onHold = defineError("fulfillment.on_hold", 409, "Nothing of the order may be sent for now");
export const notFulfillable = defineError(
  "fulfillment.order_not_fulfillable",
  409,
  "The order is not one that is to be sent",
);
export const unpaid = defineError("fulfillment.unpaid", 409, "The customer still has to pay for the order");
export const transitionRefused = defineError(
  "fulfillment.transition_refused",
  409,
  "The fulfillment's state does not allow this",
);

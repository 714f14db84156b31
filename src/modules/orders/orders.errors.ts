import { defineError } from "../../platform/errors.ts";

export const transitionRefused = defineError(
  "order.transition_refused",
  409,
  "The order's state does not allow this",
);
export const noteWasSent = defineError("order.note_was_sent", 409, "The customer has got this note");

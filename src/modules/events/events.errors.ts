import { defineError } from "../../platform/errors.ts";

export const notOpen = defineError("dead_letter.closed", 409, "The dead letter was replayed or discarded");
export const subscriberUnknown = defineError(
  "event.subscriber_unknown",
  409,
  "There is no such subscriber (any more)",
);
export const notRepeatable = defineError(
  "event.not_repeatable",
  409,
  "The subscriber must not do again what it has done",
);

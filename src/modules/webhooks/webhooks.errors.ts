import { defineError } from "../../platform/errors.ts";

export const deliveryNotReplayable = defineError(
  "webhook.delivery_not_replayable",
  409,
  "The delivery cannot be sent again",
);
export const tooManyEndpoints = defineError(
  "webhook.too_many_endpoints",
  409,
  "There are too many endpoints",
);

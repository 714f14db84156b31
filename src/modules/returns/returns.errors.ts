import { defineError } from "../../platform/errors.ts";

export const returnTransitionRefused = defineError(
  "return.transition_refused",
  409,
  "The return's state does not allow this",
);
export const notAccepted = defineError(
  "return.not_accepted",
  403,
  "Returns cannot be asked for at the moment",
);
export const exceedsShipped = defineError(
  "return.exceeds_shipped",
  409,
  "More units than were sent and are not in a return yet",
);
export const notDelivered = defineError("return.not_delivered", 409, "The units have not been delivered yet");
export const periodOver = defineError("return.period_over", 409, "The time for returning the units is over");
export const exceedsAnnounced = defineError(
  "return.exceeds_announced",
  409,
  "More units than the return is still waiting for",
);
export const exceedsReceived = defineError(
  "return.exceeds_received",
  409,
  "More units than came back and were not paid back yet",
);
export const exchangeImpossible = defineError(
  "return.exchange_impossible",
  422,
  "The goods cannot be sent in exchange",
);
export const exceedsValue = defineError(
  "return.exceeds_value",
  409,
  "More money than what came back is worth",
);

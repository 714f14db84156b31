import { metadata } from "./wire.metadata.ts";
import { flag, inert, integer, oneOf, text, unmodelled } from "./wire.readers.ts";

export const REFUND_SHAPE = {
  amount: integer(1),
  charge: text(),
  currency: unmodelled,
  customer: unmodelled,
  instructions_email: inert,
  metadata,
  origin: unmodelled,
  payment_intent: text(),
  reason: oneOf("duplicate", "fraudulent", "requested_by_customer"),
  refund_application_fee: flag,
  reverse_transfer: flag,
};

export const REFUND_UPDATE_SHAPE = { metadata };

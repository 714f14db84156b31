import { absoluteUrl } from "./payment-intent.readers.ts";
import { paymentMethodData } from "./payment-method.resolve.ts";
import { metadata } from "./wire.metadata.ts";
import { type Parsed, needed } from "./wire.params.ts";
import { flag, inert, nested, oneOf, text, unmodelled } from "./wire.readers.ts";

/** How a SetupIntent is confirmed. */
const CONFIRMATION = {
  allowed_payment_method_types: inert,
  confirmation_token: unmodelled,
  mandate_data: inert,
  payment_method: text(),
  payment_method_data: paymentMethodData,
  payment_method_options: inert,
  return_url: absoluteUrl,
  use_stripe_sdk: flag,
};

export const SETUP_SHAPE = {
  ...CONFIRMATION,
  attach_to_self: unmodelled,
  automatic_payment_methods: nested({ allow_redirects: oneOf("always", "never"), enabled: needed(flag) }),
  confirm: flag,
  customer: text(),
  customer_account: unmodelled,
  description: text(1000),
  excluded_payment_method_types: inert,
  flow_directions: unmodelled,
  metadata,
  on_behalf_of: unmodelled,
  payment_method_configuration: unmodelled,
  single_use: unmodelled,
  usage: oneOf("off_session", "on_session"),
};

export const SETUP_CONFIRM_SHAPE = { ...CONFIRMATION, client_secret: text() };

export const SETUP_CANCEL_SHAPE = {
  cancellation_reason: oneOf("abandoned", "duplicate", "requested_by_customer"),
};

export type SetupParams = Parsed<typeof SETUP_SHAPE>;
export type SetupConfirmParams = Parsed<typeof SETUP_CONFIRM_SHAPE>;

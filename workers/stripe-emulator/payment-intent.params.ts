import { absoluteUrl, currency, email, shipping } from "./payment-intent.readers.ts";
import { paymentMethodData } from "./payment-method.resolve.ts";
import { metadata } from "./wire.metadata.ts";
import { type Parsed, needed } from "./wire.params.ts";
import { clearable, flag, inert, integer, nested, oneOf, text, unmodelled } from "./wire.readers.ts";

/** Parameters of Stripe's that change nothing here. */
const INERT = {
  allowed_payment_method_types: inert,
  amount_details: inert,
  excluded_payment_method_types: inert,
  payment_details: inert,
  payment_method_options: inert,
};

/** Parameters of Connect, Tax and other products which the emulator has no part of. */
const UNMODELLED = {
  application_fee_amount: unmodelled,
  customer_account: unmodelled,
  hooks: unmodelled,
  payment_method_configuration: unmodelled,
  transfer_data: unmodelled,
};

/** What create, update and confirm can all set. */
const COMMON = {
  capture_method: oneOf("automatic", "automatic_async", "manual"),
  payment_method: text(),
  payment_method_data: paymentMethodData,
  receipt_email: clearable(email),
  setup_future_usage: clearable(oneOf("on_session", "off_session")),
  shipping: clearable(shipping),
};

/** What create and update can set. */
const CONTENT = {
  ...INERT,
  ...UNMODELLED,
  ...COMMON,
  customer: text(),
  description: text(1000),
  metadata,
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_group: text(),
};

/** How a PaymentIntent is confirmed. */
const CONFIRMATION = {
  confirmation_token: unmodelled,
  error_on_requires_action: flag,
  mandate: unmodelled,
  mandate_data: inert,
  off_session: oneOf("true", "false", "one_off", "recurring"),
  radar_options: inert,
  return_url: absoluteUrl,
  use_stripe_sdk: flag,
};

export const CREATE_SHAPE = {
  ...CONTENT,
  ...CONFIRMATION,
  amount: needed(integer(1)),
  automatic_payment_methods: nested({ allow_redirects: oneOf("always", "never"), enabled: needed(flag) }),
  confirm: flag,
  confirmation_method: oneOf("automatic"),
  currency: needed(currency),
  on_behalf_of: unmodelled,
};

export const UPDATE_SHAPE = { ...CONTENT, amount: integer(1), currency };

export const CONFIRM_SHAPE = {
  ...INERT,
  ...COMMON,
  ...CONFIRMATION,
  amount_to_confirm: unmodelled,
  client_secret: text(),
  hooks: unmodelled,
};

export const CAPTURE_SHAPE = {
  amount_details: inert,
  amount_to_capture: integer(1),
  application_fee_amount: unmodelled,
  final_capture: flag,
  hooks: unmodelled,
  metadata,
  payment_details: inert,
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_data: unmodelled,
};

export const CANCEL_SHAPE = {
  cancellation_reason: oneOf("duplicate", "fraudulent", "requested_by_customer", "abandoned"),
};

export const RETRIEVE_SHAPE = { client_secret: text() };

export type CreateParams = Parsed<typeof CREATE_SHAPE>;
export type UpdateParams = Parsed<typeof UPDATE_SHAPE>;
export type ConfirmParams = Parsed<typeof CONFIRM_SHAPE>;

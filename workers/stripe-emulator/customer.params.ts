import { address, email } from "./payment-intent.readers.ts";
import { metadata } from "./wire.metadata.ts";
import { needed } from "./wire.params.ts";
import { clearable, inert, list, nested, oneOf, text, unmodelled } from "./wire.readers.ts";

/** What create and update can both set. An empty text unsets a value. */
const CONTENT = {
  address: clearable(address),
  balance: unmodelled,
  business_name: inert,
  cash_balance: unmodelled,
  description: clearable(text()),
  email: clearable(email),
  individual_name: inert,
  invoice_prefix: inert,
  invoice_settings: nested({
    custom_fields: inert,
    default_payment_method: clearable(text()),
    footer: inert,
    rendering_options: inert,
  }),
  metadata,
  name: clearable(text(256)),
  next_invoice_sequence: inert,
  phone: clearable(text(20)),
  preferred_locales: list(text()),
  shipping: clearable(nested({ address: needed(address), name: needed(text()), phone: clearable(text()) })),
  source: unmodelled,
  tax: unmodelled,
  tax_exempt: clearable(oneOf("none", "exempt", "reverse")),
  validate: inert,
};

export const CUSTOMER_SHAPE = {
  ...CONTENT,
  payment_method: text(),
  tax_id_data: unmodelled,
  test_clock: unmodelled,
};

export const CUSTOMER_UPDATE_SHAPE = { ...CONTENT, default_source: unmodelled };

import type Stripe from "stripe";
import type { CUSTOMER_UPDATE_SHAPE } from "./customer.params.ts";
import { base62, newId } from "./ids.ts";
import { addressOf } from "./payment-intent.shipping.ts";
import { changeMetadata } from "./wire.metadata.ts";
import type { Parsed } from "./wire.params.ts";

export type CustomerChange = Omit<Parsed<typeof CUSTOMER_UPDATE_SHAPE>, "default_source">;

/** A customer of whom nothing is known yet. */
export function newCustomer(now: number): Stripe.Customer {
  return {
    id: newId("cus"),
    object: "customer",
    address: null,
    balance: 0,
    created: now,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: base62(8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  };
}

/** The customer after a change. What the change does not name stays as it is. */
export function changeCustomer(before: Stripe.Customer, change: CustomerChange): Stripe.Customer {
  const chosen = change.invoice_settings?.default_payment_method;
  return {
    ...before,
    address: change.address === undefined ? (before.address ?? null) : addressOf(change.address),
    description: changed(change.description, before.description),
    email: changed(change.email, before.email),
    invoice_settings: {
      ...before.invoice_settings,
      default_payment_method: changed(chosen, before.invoice_settings.default_payment_method),
    },
    metadata: changeMetadata(before.metadata, change.metadata),
    name: changed(change.name, before.name ?? null),
    phone: changed(change.phone, before.phone ?? null),
    preferred_locales: change.preferred_locales ?? before.preferred_locales ?? [],
    shipping: changed(shippingOf(change.shipping), before.shipping),
    tax_exempt: change.tax_exempt === null ? "none" : (change.tax_exempt ?? before.tax_exempt ?? "none"),
  };
}

function changed<T>(given: T | undefined, before: T): T {
  return given === undefined ? before : given;
}

function shippingOf(given: CustomerChange["shipping"]): Stripe.Customer["shipping"] | undefined {
  if (given === undefined || given === null) return given;
  return { address: addressOf(given.address), name: given.name, phone: given.phone ?? null };
}

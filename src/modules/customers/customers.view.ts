import type { AddressRow } from "./addresses.repo.ts";
import { addressView } from "./addresses.view.ts";
import type { CustomerRow } from "./customers.repo.ts";
import type { Customer } from "./customers.schema.ts";

/** The customer as it is answered, to itself and to staff. */
export function customerView(row: CustomerRow): Customer {
  return {
    id: row.id,
    email: row.email,
    ...(row.username === null ? {} : { username: row.username }),
    first_name: row.first_name,
    last_name: row.last_name,
    ...(row.phone === null ? {} : { phone: row.phone }),
    accepts_marketing: row.accepts_marketing === 1,
    ...(row.locale === null ? {} : { locale: row.locale }),
    email_verified: row.email_verified_at !== null,
    status: row.status,
    ...(row.default_shipping === null
      ? {}
      : { default_shipping_address: defaultAddress(row.default_shipping) }),
    ...(row.default_billing === null ? {} : { default_billing_address: defaultAddress(row.default_billing) }),
    created_at: row.created_at,
    updated_at: row.updated_at,
    version: row.version,
  };
}

function defaultAddress(json: string) {
  return addressView(JSON.parse(json) as AddressRow);
}

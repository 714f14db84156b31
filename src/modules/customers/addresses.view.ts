import type { AddressFields, AddressRow } from "./addresses.repo.ts";
import type { AddressInput, CustomerAddress } from "./addresses.schema.ts";

/** An address of the book as it is answered; empty fields are left out. */
export function addressView(row: AddressRow): CustomerAddress {
  return {
    id: row.id,
    first_name: row.first_name,
    last_name: row.last_name,
    company: row.company ?? undefined,
    line1: row.line1,
    line2: row.line2 ?? undefined,
    city: row.city,
    region: row.region ?? undefined,
    postal_code: row.postal_code ?? undefined,
    country: row.country,
    phone: row.phone ?? undefined,
    is_default_shipping: row.is_default_shipping === 1,
    is_default_billing: row.is_default_billing === 1,
    created_at: row.created_at,
    updated_at: row.updated_at,
    version: row.version,
  };
}

/** The fields of a whole address; those that it does not have are null. */
export function addressFields(input: AddressInput): AddressFields {
  return {
    first_name: input.first_name,
    last_name: input.last_name,
    company: input.company ?? null,
    line1: input.line1,
    line2: input.line2 ?? null,
    city: input.city,
    region: input.region ?? null,
    postal_code: input.postal_code ?? null,
    country: input.country,
    phone: input.phone ?? null,
  };
}

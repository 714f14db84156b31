import type { Schema } from "../api.ts";
import { fieldsOf } from "../form/fields-of.ts";

type Address = Schema<"Address">;

const NAMES = [
  "first_name",
  "last_name",
  "company",
  "line1",
  "line2",
  "city",
  "region",
  "postal_code",
  "country",
  "phone",
] as const;

/** The address that a form's fields make; what is left empty is absent. */
export function addressOf(data: FormData): Address {
  // The form's own checks have made sure of what is required, and the API looks again.
  return plainAddress(fieldsOf(data) as unknown as Address);
}

/** Only what belongs to an address, of something that has one in it. */
export function plainAddress(address: Address): Address {
  const entries = NAMES.flatMap((name) =>
    address[name] === undefined ? [] : [[name, address[name]] as const],
  );
  return Object.fromEntries(entries) as unknown as Address;
}

/** Whether two addresses are the same. */
export function isSameAddress(one: Address, other: Address): boolean {
  return NAMES.every((name) => (one[name] ?? "") === (other[name] ?? ""));
}

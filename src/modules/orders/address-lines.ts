import type { Address } from "../../platform/http/schemas.ts";

/** An address as it is written on a letter, line by line. */
export function addressLines(address: Address): string[] {
  const place = [address.city, address.region, address.postal_code].filter(Boolean).join(" ");
  return [
    `${address.first_name} ${address.last_name}`,
    address.company,
    address.line1,
    address.line2,
    place,
    address.country,
  ].filter((line): line is string => Boolean(line));
}

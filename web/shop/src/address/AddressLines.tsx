import type { Schema } from "../api.ts";
import { countryName } from "./use-countries.ts";

/** An address to be read. */
export function AddressLines({ address }: { address: Schema<"Address"> }) {
  const { first_name, last_name, company, line1, line2, city, region, postal_code, country, phone } = address;
  const lines = [
    `${first_name} ${last_name}`,
    company,
    line1,
    line2,
    [[postal_code, city].filter(Boolean).join(" "), region].filter(Boolean).join(", "),
    countryName(country),
    phone,
  ].filter(Boolean);
  return (
    <address class="address">
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </address>
  );
}

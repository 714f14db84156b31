import type { Schema } from "../api.ts";
import { countryName } from "./use-countries.ts";

/** A choice of the customer's own addresses, or another one ("") that a form asks for. */
export function SavedAddresses({
  addresses,
  chosen,
  onChoose,
}: {
  addresses: Schema<"CustomerAddress">[];
  chosen: string;
  onChoose: (id: string) => void;
}) {
  return (
    <fieldset class="choices">
      <legend>Ship to</legend>
      {addresses.map((address) => (
        <label class="choice" key={address.id}>
          <input
            type="radio"
            name="saved"
            value={address.id}
            checked={chosen === address.id}
            onChange={() => onChoose(address.id)}
          />
          <span class="choice-text">{oneLine(address)}</span>
        </label>
      ))}
      <label class="choice">
        <input type="radio" name="saved" value="" checked={chosen === ""} onChange={() => onChoose("")} />
        <span class="choice-text">Another address</span>
      </label>
    </fieldset>
  );
}

function oneLine({
  first_name,
  last_name,
  line1,
  postal_code,
  city,
  country,
}: Schema<"CustomerAddress">): string {
  const place = [postal_code, city].filter(Boolean).join(" ");
  return [`${first_name} ${last_name}`, line1, place, countryName(country)].join(", ");
}

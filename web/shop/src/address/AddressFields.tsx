import type { Schema } from "../api.ts";
import { Field, SelectField } from "../ui/Field.tsx";
import { useCountries } from "./use-countries.ts";

type Address = Schema<"Address">;

/** The fields of an address, named as the API names them, for a form of its own. */
export function AddressFields({
  section,
  address,
  errors,
  anywhere = false,
}: {
  /** Which of the browser's addresses is meant. */
  section?: "shipping" | "billing";
  address?: Partial<Address> | undefined;
  errors: Record<string, string>;
  /** Also countries that nothing is shipped to: for billing. */
  anywhere?: boolean;
}) {
  const countries = useCountries(anywhere, address?.country);
  const named = (name: keyof Address, token: string) => ({
    name,
    autocomplete: section === undefined ? token : `${section} ${token}`,
    error: errors[name],
  });
  const field = (name: keyof Address, token: string) => ({
    ...named(name, token),
    defaultValue: address?.[name] ?? "",
  });
  const only = countries.length === 1 ? countries[0]?.code : undefined;
  return (
    <div class="address-fields">
      <SelectField label="Country" required {...named("country", "country")}>
        <option value="">Please choose</option>
        {countries.map(({ code, name }) => (
          <option key={code} value={code} selected={code === (address?.country ?? only)}>
            {name}
          </option>
        ))}
      </SelectField>
      <div class="fields-row">
        <Field label="First name" required maxLength={100} {...field("first_name", "given-name")} />
        <Field label="Last name" required maxLength={100} {...field("last_name", "family-name")} />
      </div>
      <Field label="Company (optional)" maxLength={200} {...field("company", "organization")} />
      <Field label="Street and number" required maxLength={200} {...field("line1", "address-line1")} />
      <Field label="Apartment, floor (optional)" maxLength={200} {...field("line2", "address-line2")} />
      <div class="fields-row">
        <Field label="Postal code" maxLength={20} {...field("postal_code", "postal-code")} />
        <Field label="City" required maxLength={100} {...field("city", "address-level2")} />
      </div>
      <div class="fields-row">
        <Field
          label="State or province"
          maxLength={100}
          {...field("region", "address-level1")}
          hint="Where the country has them, such as NY"
        />
        <Field
          label="Phone (optional)"
          type="tel"
          inputMode="tel"
          maxLength={40}
          {...field("phone", "tel")}
          hint="For the carrier, if there is a question"
        />
      </div>
    </div>
  );
}

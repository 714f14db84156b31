import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ifMatch } from "../../api/data-provider.ts";
import { replacing } from "../../shared/replacing.ts";
import { countryName } from "../places.ts";

/** The tax settings of a country as the panel has them: react-admin calls them by the country. */
export type TaxSettings = Schema<"TaxSettings"> & { id: string };
type Input = Schema<"TaxSettingsInput">;

/** What the form holds. */
export interface TaxSettingsValues extends Input {
  country: string;
}

/** What its fields are called. */
export const TAX_SETTINGS_LABELS = { prices_include_tax: "Prices include tax", rounding: "Rounding" };

/** The country, or that it is for all others. */
export function whereText({ country }: Pick<TaxSettings, "country">): string {
  return country === "default" ? "All other countries" : countryName(country);
}

export function toInput({ prices_include_tax, rounding }: Input): Input {
  return { prices_include_tax, rounding };
}

/** Sets what holds in a country, if it is still as it was on the screen; `seen` undefined: it has none yet. */
export function putTaxSettings(country: string, body: Input, seen: { version: number } | undefined) {
  return dataOf(
    client.PUT("/api/v1/tax/settings/{country}", {
      params: { path: { country }, header: ifMatch(seen) },
      body,
    }),
  );
}

/** How to go on when somebody else changed it meanwhile. */
export function taxSettingsVersions(settings: TaxSettings, values: Input) {
  const path = { country: settings.country };
  return replacing<Schema<"TaxSettings">, Input>(settings, toInput(values), {
    toInput,
    read: () => dataOf(client.GET("/api/v1/tax/settings/{country}", { params: { path } })),
    put: (input, seen) => putTaxSettings(settings.country, input, seen),
  });
}

/** Those of `default` hold then. */
export function deleteTaxSettings(settings: TaxSettings) {
  const path = { country: settings.country };
  return dataOf(
    client.DELETE("/api/v1/tax/settings/{country}", { params: { path, header: ifMatch(settings) } }),
  );
}

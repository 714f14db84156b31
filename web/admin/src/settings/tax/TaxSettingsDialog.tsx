import { BooleanInput, RadioButtonGroupInput, required, TextInput } from "react-admin";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { countryProblem } from "../country-code.ts";
import {
  putTaxSettings,
  TAX_SETTINGS_LABELS,
  type TaxSettings,
  type TaxSettingsValues,
  taxSettingsVersions,
  toInput,
  whereText,
} from "./tax-settings.ts";

const ROUNDINGS = [
  { id: "order", name: "Once an order: a tax is rounded on everything that bears it" },
  { id: "line", name: "On every line" },
];

/** Says whether prices include tax in a country. */
export function TaxSettingsDialog({ settings, onClose }: { settings?: TaxSettings; onClose: () => void }) {
  return (
    <FormDialog<TaxSettingsValues>
      title={settings ? `Tax: ${whereText(settings)}` : "Tax in a country"}
      submitLabel="Save"
      done="Saved."
      defaults={settings ?? { prices_include_tax: false, rounding: "order" }}
      labels={TAX_SETTINGS_LABELS}
      {...(settings
        ? { versions: (values: TaxSettingsValues) => taxSettingsVersions(settings, values) }
        : {})}
      onClose={onClose}
      onSubmit={(values) =>
        putTaxSettings(settings?.country ?? values.country.toUpperCase(), toInput(values), settings)
      }
    >
      {!settings && (
        <TextInput
          source="country"
          validate={[required(), countryProblem]}
          helperText="Two letters, as DE"
          autoFocus
        />
      )}
      <BooleanInput
        source="prices_include_tax"
        label="Prices are with tax, shipping included"
        helperText={false}
      />
      <RadioButtonGroupInput source="rounding" row={false} choices={ROUNDINGS} helperText={false} />
    </FormDialog>
  );
}

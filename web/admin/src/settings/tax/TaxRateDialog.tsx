import { Box } from "@mui/material";
import { BooleanInput, maxLength, maxValue, minValue, NumberInput, required, TextInput } from "react-admin";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { PlaceFields } from "../PlaceFields.tsx";
import {
  createTaxRate,
  replaceTaxRate,
  TAX_RATE_LABELS,
  type TaxRate,
  type TaxRateValues,
  taxRateVersions,
  toTaxRateInput,
  valuesOf,
} from "./tax-rate.ts";

/** Adds a tax rate, or changes one. */
export function TaxRateDialog({ rate, onClose }: { rate?: TaxRate; onClose: () => void }) {
  return (
    <FormDialog<TaxRateValues>
      title={rate ? "Edit tax rate" : "New tax rate"}
      submitLabel={rate ? "Save" : "Create rate"}
      done={rate ? "Saved." : "The tax rate was created."}
      defaults={rate ? valuesOf(rate) : { applies_to_shipping: false, priority: 1, tax_class: "standard" }}
      labels={TAX_RATE_LABELS}
      {...(rate ? { versions: (values: TaxRateValues) => taxRateVersions(rate, values) } : {})}
      onClose={onClose}
      onSubmit={(values, key) =>
        rate ? replaceTaxRate(rate.id, toTaxRateInput(values), rate) : createTaxRate(values, key)
      }
    >
      <TextInput
        source="name"
        validate={[required(), maxLength(100)]}
        helperText="As it is on invoices: VAT"
        autoFocus
      />
      <NumberInput
        source="percent"
        label="Rate (%)"
        min={0}
        max={100}
        step="any"
        validate={[required(), minValue(0), maxValue(100)]}
        helperText={false}
      />
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1.5 }}>
        <PlaceFields />
      </Box>
      <TextInput
        source="tax_class"
        label="Tax class"
        helperText="Charged on variants with this tax code; standard: all that have no rate of their own class"
      />
      <NumberInput
        source="priority"
        min={1}
        max={9}
        helperText="Of the rates of one priority the one for the narrowest place applies; those of different priorities add up"
      />
      <BooleanInput source="applies_to_shipping" label="Also on shipping" helperText={false} />
    </FormDialog>
  );
}

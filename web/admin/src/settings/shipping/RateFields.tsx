import { Box, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { BooleanInput, maxLength, NumberInput, required, SelectInput, TextInput } from "react-admin";
import { amountProblem, type RateValues } from "./rate-values.ts";

const isAmount = (value: string | null, values: RateValues) => amountProblem(value, values);

/** The fields of a shipping rate: price, what it carries, how long it takes. */
export function RateFields({ currencies }: { currencies: readonly string[] }) {
  return (
    <>
      <TextInput
        source="name"
        validate={[required(), maxLength(100)]}
        helperText="As shoppers read it: Standard"
        autoFocus
      />
      <Row>
        <TextInput source="price" validate={[required(), isAmount]} helperText={false} slotProps={DECIMAL} />
        <SelectInput
          source="currency"
          choices={currencies.map((id) => ({ id, name: id }))}
          validate={required()}
          helperText={false}
        />
        <TextInput
          source="free_from"
          label="Free from"
          validate={isAmount}
          helperText="Subtotal"
          slotProps={DECIMAL}
        />
      </Row>
      <Legend>Carries goods of this weight and subtotal. Empty: any.</Legend>
      <Row>
        <NumberInput source="min_weight_grams" label="From (g)" min={0} helperText={false} />
        <NumberInput source="max_weight_grams" label="Below (g)" min={0} helperText={false} />
      </Row>
      <Row>
        <TextInput
          source="min_subtotal"
          label="Subtotal from"
          validate={isAmount}
          helperText={false}
          slotProps={DECIMAL}
        />
        <TextInput
          source="max_subtotal"
          label="Subtotal below"
          validate={isAmount}
          helperText={false}
          slotProps={DECIMAL}
        />
      </Row>
      <Legend>Takes so many days</Legend>
      <Row>
        <NumberInput source="min_days" label="At least" min={0} max={365} helperText={false} />
        <NumberInput source="max_days" label="At most" min={0} max={365} helperText={false} />
      </Row>
      <Row>
        <TextInput source="tax_class" label="Tax class" helperText={false} />
        <NumberInput source="position" label="Place among the options" min={0} helperText={false} />
      </Row>
      <BooleanInput source="active" label="Offered to shoppers" helperText={false} />
    </>
  );
}

const DECIMAL = { htmlInput: { inputMode: "decimal" as const } };

function Row({ children }: { children: ReactNode }) {
  return (
    <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: "repeat(auto-fit, minmax(9rem, 1fr))" }}>
      {children}
    </Box>
  );
}

function Legend({ children }: { children: ReactNode }) {
  return (
    <Typography variant="body2" color="text.secondary">
      {children}
    </Typography>
  );
}

import RemoveIcon from "@mui/icons-material/Close";
import { Box, IconButton, Stack, TextField } from "@mui/material";
import { useInput } from "react-admin";
import { LineTitle } from "./LineTitle.tsx";
import { VariantSearch } from "./VariantSearch.tsx";

export interface AddedLine {
  variant_id: string;
  sku: string;
  name: string;
  options: Record<string, string>;
  quantity: number;
}

/** Further lines, found by name or SKU. */
export function AddedLinesInput({ source, currency }: { source: string; currency: string }) {
  const { field } = useInput<AddedLine[]>({ source, defaultValue: [] });
  const lines = (field.value ?? []) as AddedLine[];
  const change = (next: AddedLine[]) => field.onChange(next);
  return (
    <Stack spacing={1}>
      {lines.map((line) => (
        <Box
          key={line.variant_id}
          sx={{ display: "grid", gridTemplateColumns: "1fr 7rem auto", gap: 1, alignItems: "center" }}
        >
          <LineTitle line={line} />
          <TextField
            type="number"
            size="small"
            label="Quantity"
            value={line.quantity}
            onChange={({ target }) => change(replaced(lines, line, Math.max(1, Number(target.value))))}
            slotProps={{
              htmlInput: { min: 1, max: 9999, "aria-label": `Quantity: ${line.name} ${line.sku}` },
            }}
          />
          <IconButton
            aria-label={`Take out ${line.name} ${line.sku}`}
            onClick={() => change(lines.filter((each) => each !== line))}
          >
            <RemoveIcon />
          </IconButton>
        </Box>
      ))}
      <VariantSearch
        label="Add an item"
        currency={currency}
        onPick={(variant) => {
          if (!lines.some(({ variant_id: id }) => id === variant.variant_id)) {
            change([...lines, { ...variant, quantity: 1 }]);
          }
        }}
      />
    </Stack>
  );
}

function replaced(lines: AddedLine[], line: AddedLine, quantity: number): AddedLine[] {
  return lines.map((each) => (each === line ? { ...each, quantity } : each));
}

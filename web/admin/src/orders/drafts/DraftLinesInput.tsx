import RemoveIcon from "@mui/icons-material/Close";
import { Box, IconButton, Stack, TextField, Typography } from "@mui/material";
import { useInput } from "react-admin";
import { LineTitle } from "../parts/LineTitle.tsx";
import { majorText } from "../parts/money.ts";
import { VariantSearch } from "../parts/VariantSearch.tsx";
import type { DraftLine } from "./draft-values.ts";

interface Props {
  source: string;
  currency: string;
  isDisabled: boolean;
}

/** The lines of a draft: how many units, and at what price. */
export function DraftLinesInput({ source, currency, isDisabled }: Props) {
  const { field } = useInput<DraftLine[]>({ source });
  const lines = (field.value ?? []) as DraftLine[];
  const change = (next: DraftLine[]) => field.onChange(next);
  const set = (line: DraftLine, part: Partial<DraftLine>) =>
    change(lines.map((each) => (each === line ? { ...each, ...part } : each)));
  return (
    <Stack spacing={2}>
      {lines.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          Nothing is in it yet.
        </Typography>
      )}
      {lines.map((line) => (
        <LineEditor
          key={line.variant_id}
          line={line}
          currency={currency}
          isDisabled={isDisabled}
          onChange={(part) => set(line, part)}
          onRemove={() => change(lines.filter((each) => each !== line))}
        />
      ))}
      {!isDisabled && (
        <VariantSearch
          label="Add an item"
          currency={currency}
          onPick={({ price, availability: _, ...variant }) => {
            if (lines.some(({ variant_id: id }) => id === variant.variant_id)) return;
            change([
              ...lines,
              { ...variant, quantity: 1, price: "", price_reason: "", listed: majorText(price) },
            ]);
          }}
        />
      )}
    </Stack>
  );
}

interface EditorProps {
  line: DraftLine;
  currency: string;
  isDisabled: boolean;
  onChange: (part: Partial<DraftLine>) => void;
  onRemove: () => void;
}

function LineEditor({ line, currency, isDisabled, onChange, onRemove }: EditorProps) {
  const what = `${line.name} ${line.sku}`;
  return (
    <Box
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "1fr 1fr auto", sm: "1fr 6rem 8rem auto" },
        gap: 1,
        alignItems: "start",
      }}
    >
      <Box sx={{ gridColumn: { xs: "1 / -1", sm: "auto" } }}>
        <LineTitle line={line} />
      </Box>
      <TextField
        type="number"
        size="small"
        label="Quantity"
        disabled={isDisabled}
        value={line.quantity}
        onChange={({ target }) => onChange({ quantity: Math.max(1, Math.trunc(Number(target.value))) })}
        slotProps={{ htmlInput: { min: 1, max: 9999, "aria-label": `Quantity: ${what}` } }}
      />
      <TextField
        size="small"
        label={`Price (${currency})`}
        disabled={isDisabled}
        value={line.price}
        placeholder={line.listed}
        onChange={({ target }) => onChange({ price: target.value })}
        slotProps={{
          inputLabel: { shrink: true },
          htmlInput: { inputMode: "decimal", "aria-label": `Price: ${what}` },
        }}
      />
      <IconButton aria-label={`Take out ${what}`} onClick={onRemove} disabled={isDisabled}>
        <RemoveIcon />
      </IconButton>
      {line.price !== "" && (
        <TextField
          size="small"
          label="Why another price"
          disabled={isDisabled}
          value={line.price_reason}
          onChange={({ target }) => onChange({ price_reason: target.value })}
          slotProps={{ htmlInput: { maxLength: 200, "aria-label": `Why another price: ${what}` } }}
          sx={{ gridColumn: { xs: "1 / -1", sm: "2 / -1" } }}
        />
      )}
    </Box>
  );
}

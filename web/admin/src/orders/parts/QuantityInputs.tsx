import { Box, Typography } from "@mui/material";
import { maxValue, minValue, NumberInput } from "react-admin";
import { LineTitle } from "./LineTitle.tsx";

export interface CountedLine {
  id: string;
  name: string;
  sku: string;
  options?: Record<string, string>;
  /** At most so many units. */
  most: number;
}

interface Props {
  /** Where the form holds the quantities, by the line's id. */
  source: string;
  lines: readonly CountedLine[];
  label?: string;
}

/** How many units of each line. */
export function QuantityInputs({ source, lines, label = "Quantity" }: Props) {
  return (
    <Box component="ul" sx={{ listStyle: "none", p: 0, m: 0 }}>
      {lines.map((line) => (
        <Box
          component="li"
          key={line.id}
          sx={{
            display: "grid",
            gridTemplateColumns: "1fr 7rem",
            gap: 2,
            alignItems: "center",
            py: 1,
            borderBottom: 1,
            borderColor: "divider",
          }}
        >
          <LineTitle line={line}>
            <Typography variant="caption" color="text.secondary" component="div">
              {line.most === 0 ? "None left" : `At most ${line.most}`}
            </Typography>
          </LineTitle>
          <NumberInput
            source={`${source}.${line.id}`}
            label={label}
            helperText={false}
            min={0}
            max={line.most}
            step={1}
            disabled={line.most === 0}
            validate={[minValue(0), maxValue(line.most)]}
            slotProps={{ htmlInput: { "aria-label": `${label}: ${line.name} ${line.sku}` } }}
          />
        </Box>
      ))}
    </Box>
  );
}

/** All units of all lines. */
export function allUnits(lines: readonly CountedLine[]): Record<string, number> {
  return Object.fromEntries(lines.map(({ id, most }) => [id, most]));
}

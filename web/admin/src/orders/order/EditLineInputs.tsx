import { Box } from "@mui/material";
import { maxValue, minValue, NumberInput, required } from "react-admin";
import { formatMoney } from "../../shared/format.ts";
import { LineTitle } from "../parts/LineTitle.tsx";
import type { Order } from "../parts/types.ts";

const MOST = 9999;

/** How many units of each line the order shall have; none takes the line out. */
export function EditLineInputs({ order }: { order: Order }) {
  return (
    <Box component="ul" sx={{ listStyle: "none", p: 0, m: 0 }}>
      {order.line_items.map((line) => (
        <Box
          component="li"
          key={line.id}
          sx={{
            display: "grid",
            gridTemplateColumns: { xs: "1fr 6rem", sm: "1fr auto 7rem" },
            gap: 2,
            alignItems: "center",
            py: 0.5,
          }}
        >
          <LineTitle line={line} hasPicture />
          <Box sx={{ display: { xs: "none", sm: "block" }, fontVariantNumeric: "tabular-nums" }}>
            {formatMoney(line.unit_price)}
          </Box>
          <NumberInput
            source={`quantities.${line.id}`}
            label="Quantity"
            helperText={false}
            min={line.fulfilled_quantity}
            max={MOST}
            step={1}
            validate={[required(), minValue(line.fulfilled_quantity), maxValue(MOST)]}
            slotProps={{ htmlInput: { "aria-label": `Quantity: ${line.name} ${line.sku}` } }}
          />
        </Box>
      ))}
    </Box>
  );
}

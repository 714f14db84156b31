import { Stack } from "@mui/material";
import { Cards } from "../../shared/Cards.tsx";
import { formatMoney, formatTime } from "../../shared/format.ts";
import { StatusChip } from "../../shared/StatusField.tsx";
import type { Order } from "../parts/types.ts";

/** Orders on a phone. */
export function OrderCards() {
  return (
    <Cards<Order>
      primary={({ number }) => number}
      aside={({ totals }) => formatMoney(totals.total)}
      secondary={(order) => (
        <Stack spacing={0.75}>
          <span>
            {order.shipping_address.first_name} {order.shipping_address.last_name} ·{" "}
            {formatTime(order.placed_at)}
          </span>
          <Stack direction="row" component="span" useFlexGap sx={{ flexWrap: "wrap", gap: 0.5 }}>
            <StatusChip status={order.status} />
            <StatusChip status={order.payment_status} />
            <StatusChip status={order.fulfillment_status} />
          </Stack>
        </Stack>
      )}
    />
  );
}

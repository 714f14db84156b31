import { Alert, Stack, Typography } from "@mui/material";
import { formatMoney, formatTime } from "../../shared/format.ts";
import { unitsText } from "../parts/units.ts";
import type { Order } from "../parts/types.ts";

const HOLDS: Readonly<Record<NonNullable<Order["on_hold"]>, string>> = {
  disputed: "On hold: the customer's bank disputes a payment. Nothing may be sent until it has decided.",
  authorization_lapsed:
    "On hold: the payment was only authorised, and that has lapsed. Nothing may be sent until it is paid.",
};

const SOURCES: Readonly<Record<Order["source"], string>> = {
  cart: "in the shop",
  draft: "by staff, as a draft order",
  exchange: "as an exchange for a return",
};

/** When an order was placed, and what is in its way or still to be done. */
export function OrderStanding({ order }: { order: Order }) {
  const unsent = order.line_items.reduce((sum, line) => sum + line.quantity - line.shipped_quantity, 0);
  const isAlive = ["confirmed", "processing"].includes(order.status);
  const todo = [
    order.outstanding.amount > 0 && `${formatMoney(order.outstanding)} to be paid`,
    isAlive && unsent > 0 && `${unitsText(unsent)} to be sent`,
  ].filter((text) => text !== false);
  return (
    <Stack spacing={1}>
      <Typography variant="body2" color="text.secondary">
        Placed <time dateTime={order.placed_at}>{formatTime(order.placed_at)}</time> {SOURCES[order.source]}
        {todo.length > 0 && ` · ${todo.join(", ")}`}
        {order.expires_at && isWaiting(order) && ` · can be paid until ${formatTime(order.expires_at)}`}
      </Typography>
      {order.on_hold && <Alert severity="warning">{HOLDS[order.on_hold]}</Alert>}
      {order.note && (
        <Alert severity="info" icon={false}>
          <strong>The customer wrote:</strong> {order.note}
        </Alert>
      )}
    </Stack>
  );
}

function isWaiting({ status }: Order): boolean {
  return status === "pending_payment" || status === "payment_failed";
}

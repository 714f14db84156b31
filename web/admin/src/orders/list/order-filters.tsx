import { SearchInput, SelectInput, TextInput } from "react-admin";
import { choicesOf } from "../../shared/choices.ts";
import { TimeInput } from "../../shared/TimeInput.tsx";

const STATUSES = [
  "pending_payment",
  "payment_failed",
  "expired",
  "confirmed",
  "processing",
  "shipped",
  "delivered",
  "completed",
  "cancelled",
];
const PAYMENT_STATUSES = [
  "unpaid",
  "authorized",
  "paid",
  "partially_refunded",
  "refunded",
  "disputed",
  "voided",
];
const FULFILLMENT_STATUSES = [
  "unfulfilled",
  "partially_fulfilled",
  "fulfilled",
  "partially_returned",
  "returned",
];

/** What orders can be found by. */
export const ORDER_FILTERS = [
  <SearchInput
    key="q"
    source="q"
    alwaysOn
    placeholder="Number, e-mail, name or SKU"
    slotProps={{ htmlInput: { "aria-label": "Search orders", maxLength: 200 } }}
    sx={{ width: { xs: 1, sm: 300 } }}
  />,
  <SelectInput key="status" source="status" choices={choicesOf(STATUSES)} />,
  <SelectInput key="payment" source="payment_status" label="Payment" choices={choicesOf(PAYMENT_STATUSES)} />,
  <SelectInput
    key="fulfillment"
    source="fulfillment_status"
    label="Fulfillment"
    choices={choicesOf(FULFILLMENT_STATUSES)}
  />,
  <TimeInput key="from" source="placed_from" label="Placed from" />,
  <TimeInput key="to" source="placed_to" label="Placed before" />,
  <TextInput key="tag" source="tag" />,
  <TextInput key="sku" source="sku" label="SKU" />,
  <TextInput key="email" source="email" label="E-mail" />,
  <SelectInput
    key="source"
    source="source"
    choices={[
      { id: "cart", name: "Shop" },
      { id: "draft", name: "Draft order" },
      { id: "exchange", name: "Exchange" },
    ]}
  />,
  <SelectInput
    key="hold"
    source="on_hold"
    label="On hold"
    choices={[
      { id: "true", name: "On hold" },
      { id: "false", name: "Not on hold" },
    ]}
  />,
];

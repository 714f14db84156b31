import { Alert } from "@mui/material";
import { BooleanInput, FormDataConsumer, maxLength, RadioButtonGroupInput, TextInput } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { formatMoney } from "../../shared/format.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { sumOf } from "../parts/money.ts";
import { QuantityInputs } from "../parts/QuantityInputs.tsx";
import { transitionOf } from "../parts/transitions.ts";
import type { Order } from "../parts/types.ts";
import { countUnits, type Quantities, unitsOf, unitsText } from "../parts/units.ts";
import { unitsToCancel } from "./cancellable.ts";

interface Values {
  what: "all" | "units";
  units?: Quantities;
  reason?: string | null;
  restock: boolean;
  notify: boolean;
}

/** Cancels an order or units of it, after saying what becomes of the money. */
export function CancelDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const lines = unitsToCancel(order);
  const whole = transitionOf(order, "cancel");
  const canSplit = lines.some(({ most }) => most > 0);
  const send = ({ what, units, reason, restock, notify }: Values, key: string) => {
    const params = { path: { id: order.id }, header: { "Idempotency-Key": key } };
    const some = unitsOf(units);
    if (what === "units" && some.length === 0) throw new Error("Say how many units are cancelled.");
    const body = {
      restock,
      notify,
      ...(reason ? { reason } : {}),
      ...(what === "units" ? { line_items: some } : {}),
    };
    return dataOf(client.POST("/api/v1/orders/{id}/cancel", { params, body }));
  };
  const choices = [
    { id: "all", name: "The whole order", disabled: !whole.allowed },
    { id: "units", name: "Some units", disabled: !canSplit },
  ];
  return (
    <FormDialog<Values>
      title={`Cancel order ${order.number}`}
      submitLabel="Cancel the order"
      dismissLabel="Back"
      color="error"
      onClose={onClose}
      defaults={{ what: whole.allowed ? "all" : "units", restock: true, notify: true }}
      onSubmit={send}
      done="Cancelled."
    >
      <RadioButtonGroupInput
        source="what"
        label="What is cancelled"
        choices={choices}
        helperText={whole.allowed ? false : whole.reason}
      />
      <FormDataConsumer<Values>>
        {({ formData }) => (
          <>
            {formData.what === "units" && <QuantityInputs source="units" lines={lines} />}
            <Alert severity="info">{moneyText(order, formData)}</Alert>
          </>
        )}
      </FormDataConsumer>
      <TextInput source="reason" label="Reason" helperText="For staff." validate={maxLength(500)} />
      <BooleanInput source="restock" label="The units can be sold again" helperText={false} />
      <BooleanInput source="notify" label={`Tell ${order.email} by mail`} helperText={false} />
    </FormDialog>
  );
}

function moneyText(order: Order, { what, units }: Partial<Values>): string {
  const kept = order.payments.map(({ captured, refunded, disputed }) => ({
    ...captured,
    amount: captured.amount - refunded.amount - disputed.amount,
  }));
  const captured = sumOf(kept, order.currency);
  const promised = order.payments.some(({ authorized, captured: { amount } }) => authorized.amount > amount);
  if (what === "units") {
    const some = unitsOf(units);
    if (some.length === 0) return "What the units cost goes back to the customer.";
    const lost = some.map(({ id, quantity }) => worthOf(order, id, quantity));
    const text = formatMoney(sumOf(lost, order.currency));
    return `${unitsText(countUnits(some))} cost ${text}. What of that was paid goes back; shipping stays.`;
  }
  if (captured.amount > 0) return `${formatMoney(captured)} goes back to the customer.`;
  return promised ? "What was authorised is released." : "Nothing was paid, so nothing goes back.";
}

function worthOf(order: Order, id: string, quantity: number) {
  const line = order.line_items.find((each) => each.id === id);
  const gross = line ? line.total.amount + line.tax.amount : 0;
  const left = line ? Math.floor((gross * (line.quantity - quantity)) / line.quantity) : 0;
  return { amount: gross - left, currency: order.currency };
}

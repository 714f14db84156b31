import { BooleanInput, maxLength, TextInput } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { QuantityInputs } from "../parts/QuantityInputs.tsx";
import type { Order } from "../parts/types.ts";
import { type Quantities, unitsOf } from "../parts/units.ts";

interface Values {
  units?: Quantities;
  reason?: string | null;
  exchange: boolean;
}

/** Writes down that units of an order are to come back. */
export function ReturnDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const lines = order.line_items.map((line) => ({
    ...line,
    most: Math.max(0, line.shipped_quantity - line.returning_quantity),
  }));
  const send = ({ units, reason, exchange }: Values, key: string) => {
    const some = unitsOf(units);
    if (some.length === 0) throw new Error("Say how many units come back.");
    const params = { path: { id: order.id }, header: { "Idempotency-Key": key } };
    const body = { line_items: some, exchange, ...(reason ? { reason } : {}) };
    return dataOf(client.POST("/api/v1/orders/{id}/returns", { params, body }));
  };
  return (
    <FormDialog<Values>
      title={`Return of order ${order.number}`}
      submitLabel="Request the return"
      onClose={onClose}
      defaults={{ exchange: false }}
      onSubmit={send}
      done="The return was requested."
    >
      <QuantityInputs source="units" lines={lines} />
      <TextInput source="reason" label="Reason" helperText={false} validate={maxLength(1000)} multiline />
      <BooleanInput
        source="exchange"
        label="Something else is wanted instead of the money"
        helperText={false}
      />
    </FormDialog>
  );
}

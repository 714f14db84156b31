import { BooleanInput } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { given } from "../parts/given.ts";
import { allUnits, QuantityInputs } from "../parts/QuantityInputs.tsx";
import { type Tracking, TrackingInputs } from "../parts/TrackingInputs.tsx";
import type { Order } from "../parts/types.ts";
import { type Quantities, unitsOf } from "../parts/units.ts";

interface Values extends Tracking {
  units: Quantities;
  ship: boolean;
}

/** Puts units of an order together in a parcel, and sends it if wished. */
export function FulfillDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const lines = order.line_items.map((line) => ({
    ...line,
    most: Math.max(0, line.quantity - line.fulfilled_quantity),
  }));
  const send = ({ units, ship, ...tracking }: Values, key: string) => {
    const some = unitsOf(units);
    if (some.length === 0) throw new Error("Say how many units are in the parcel.");
    const params = { path: { id: order.id }, header: { "Idempotency-Key": key } };
    const body = { ...given(tracking), line_items: some, ship };
    return dataOf(client.POST("/api/v1/orders/{id}/fulfillments", { params, body }));
  };
  return (
    <FormDialog<Values>
      title={`Fulfil order ${order.number}`}
      submitLabel="Create fulfillment"
      onClose={onClose}
      defaults={{ units: allUnits(lines), ship: false }}
      onSubmit={send}
      done="The fulfillment was created."
    >
      <QuantityInputs source="units" lines={lines} />
      <TrackingInputs />
      <BooleanInput
        source="ship"
        label="It has been handed to the carrier"
        helperText="Then the customer gets a mail with the tracking number."
      />
    </FormDialog>
  );
}

import { Typography } from "@mui/material";
import { BooleanInput, SelectInput, useGetList } from "react-admin";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { QuantityInputs } from "../parts/QuantityInputs.tsx";
import type { Return } from "../parts/types.ts";
import { type Quantities, unitsOf } from "../parts/units.ts";
import { stepParams } from "./step-params.ts";

interface Values {
  restocked?: Quantities;
  written_off?: Quantities;
  location_id?: string | null;
  complete: boolean;
}

/** Writes down what came back: to be sold again, or not. */
export function ReceiveDialog({ item, onClose }: { item: Return; onClose: () => void }) {
  const { data: locations = [] } = useGetList<Schema<"Location">>("locations", {
    pagination: { page: 1, perPage: 100 },
  });
  const lines = item.line_items.map((line) => ({
    ...line,
    most: line.quantity - line.restocked_quantity - line.written_off_quantity,
  }));
  const send = async (values: Values, key: string) => {
    const received = receivedOf(values);
    if (received.length === 0 && !values.complete) throw new Error("Say what came back.");
    const body = {
      complete: values.complete,
      ...(received.length > 0 ? { line_items: received } : {}),
    };
    return dataOf(client.POST("/api/v1/returns/{id}/receive", { params: await stepParams(item, key), body }));
  };
  return (
    <FormDialog<Values>
      title="Receive the return"
      submitLabel="Receive"
      onClose={onClose}
      defaults={{ complete: false, restocked: Object.fromEntries(lines.map(({ id, most }) => [id, most])) }}
      onSubmit={send}
      done="Received."
    >
      <Typography variant="subtitle2" component="h3">
        Can be sold again
      </Typography>
      <QuantityInputs source="restocked" label="Restock" lines={lines} />
      {locations.length > 1 && (
        <SelectInput
          source="location_id"
          label="Restock at"
          helperText={false}
          emptyText="Where it came from"
          choices={locations.filter(({ active }) => active)}
        />
      )}
      <Typography variant="subtitle2" component="h3">
        Cannot be sold again
      </Typography>
      <QuantityInputs source="written_off" label="Write off" lines={lines} />
      <BooleanInput
        source="complete"
        label="Nothing more will come"
        helperText="Units that are missing can be returned another time."
      />
    </FormDialog>
  );
}

function receivedOf({ restocked, written_off: writtenOff, location_id: locationId }: Values) {
  const place = locationId ? { location_id: locationId } : {};
  return [
    ...unitsOf(restocked).map(({ id, quantity }) => ({ id, restocked: quantity, ...place })),
    ...unitsOf(writtenOff).map(({ id, quantity }) => ({ id, written_off: quantity })),
  ];
}

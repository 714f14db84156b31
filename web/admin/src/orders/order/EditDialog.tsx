import OpenIcon from "@mui/icons-material/ExpandMore";
import { Accordion, AccordionDetails, AccordionSummary } from "@mui/material";
import { useRef } from "react";
import { BooleanInput, FormDataConsumer, maxLength, TextInput } from "react-admin";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { AddedLinesInput } from "../parts/AddedLinesInput.tsx";
import { AddressInputs } from "../parts/AddressInputs.tsx";
import type { Order } from "../parts/types.ts";
import { changesOf, type EditValues } from "./edit-changes.ts";
import { EditLineInputs } from "./EditLineInputs.tsx";
import { EditPreview } from "./EditPreview.tsx";

/** Changes what an order is of. What it will cost is shown first, and nothing else is agreed to. */
export function EditDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const shown = useRef<{ of: string; preview: Schema<"OrderEditPreview"> }>(undefined);
  const send = (values: EditValues, key: string) => {
    const changes = changesOf(order, values);
    if (Object.keys(changes).length === 0) throw new Error("Nothing is changed yet.");
    const preview = shown.current?.of === JSON.stringify(changes) ? shown.current.preview : undefined;
    if (!preview) throw new Error("What it would cost is being worked out. Try again in a moment.");
    const params = { path: { id: order.id }, header: { "Idempotency-Key": key } };
    const { reason, notify = true } = values;
    const body = {
      ...changes,
      version: preview.version,
      expected_total: preview.totals.total,
      notify,
      ...(reason ? { reason } : {}),
    };
    return dataOf(client.POST("/api/v1/orders/{id}/edits", { params, body }));
  };
  return (
    <FormDialog<EditValues>
      title={`Edit order ${order.number}`}
      submitLabel="Save the changes"
      width="md"
      onClose={onClose}
      defaults={{
        quantities: Object.fromEntries(order.line_items.map(({ id, quantity }) => [id, quantity])),
        added: [],
        shipping_address: order.shipping_address,
        shipping_option_id: "",
        notify: true,
      }}
      onSubmit={send}
      done="The order was changed."
    >
      <EditLineInputs order={order} />
      <AddedLinesInput source="added" currency={order.currency} />
      <Accordion variant="outlined" disableGutters slotProps={{ heading: { component: "h3" } }}>
        <AccordionSummary expandIcon={<OpenIcon />}>Shipping address</AccordionSummary>
        <AccordionDetails>
          <AddressInputs source="shipping_address" />
        </AccordionDetails>
      </Accordion>
      <FormDataConsumer<EditValues>>
        {({ formData }) => (
          <EditPreview
            order={order}
            changes={changesOf(order, formData)}
            onPreview={(of, preview) => {
              shown.current = { of, preview };
            }}
          />
        )}
      </FormDataConsumer>
      <TextInput source="reason" label="Reason" helperText="For staff." validate={maxLength(500)} />
      <BooleanInput source="notify" label={`Tell ${order.email} by mail`} helperText={false} />
    </FormDialog>
  );
}

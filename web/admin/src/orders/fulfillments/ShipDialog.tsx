import { Typography } from "@mui/material";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { given } from "../parts/given.ts";
import { type Tracking, TrackingInputs } from "../parts/TrackingInputs.tsx";
import type { Fulfillment } from "../parts/types.ts";

/** Says that a parcel was handed to the carrier. */
export function ShipDialog({ fulfillment, onClose }: { fulfillment: Fulfillment; onClose: () => void }) {
  const send = (values: Tracking, key: string) => {
    const params = {
      path: { id: fulfillment.order_id, fulfillment_id: fulfillment.id },
      header: { "Idempotency-Key": key },
    };
    const path = "/api/v1/orders/{id}/fulfillments/{fulfillment_id}/ship";
    return dataOf(client.POST(path, { params, body: given(values) }));
  };
  return (
    <FormDialog<Tracking>
      title="Ship fulfillment"
      submitLabel="Ship it"
      onClose={onClose}
      defaults={trackingOf(fulfillment)}
      onSubmit={send}
      done="Shipped."
    >
      <TrackingInputs />
      <Typography variant="body2" color="text.secondary">
        The customer gets a mail with what is in the parcel and how to follow it.
      </Typography>
    </FormDialog>
  );
}

/** The tracking data as a form holds it. */
export function trackingOf({ carrier, tracking_number, tracking_url }: Fulfillment): Tracking {
  return given({ carrier, tracking_number, tracking_url });
}

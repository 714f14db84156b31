import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { ifSeen } from "../parts/if-seen.ts";
import { type Tracking, TrackingInputs } from "../parts/TrackingInputs.tsx";
import type { Fulfillment } from "../parts/types.ts";
import { trackingOf } from "./ShipDialog.tsx";

/** Changes how a parcel is followed; an emptied field is taken away. */
export function TrackingDialog({ fulfillment, onClose }: { fulfillment: Fulfillment; onClose: () => void }) {
  const send = async ({ carrier, tracking_number: number, tracking_url: url }: Tracking) => {
    const { id, order_id: orderId } = fulfillment;
    const header = await ifSeen(`/api/v1/orders/${orderId}/fulfillments/${id}`, fulfillment);
    const params = { path: { id: orderId, fulfillment_id: id }, header };
    const body = { carrier: carrier || null, tracking_number: number || null, tracking_url: url || null };
    return dataOf(client.PATCH("/api/v1/orders/{id}/fulfillments/{fulfillment_id}", { params, body }));
  };
  return (
    <FormDialog<Tracking>
      title="Tracking"
      submitLabel="Save"
      onClose={onClose}
      defaults={trackingOf(fulfillment)}
      onSubmit={send}
      done="The tracking was saved."
    >
      <TrackingInputs />
    </FormDialog>
  );
}

import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { ConfirmDialog } from "../parts/ConfirmDialog.tsx";
import { transitionOf, unless } from "../parts/transitions.ts";
import type { Fulfillment } from "../parts/types.ts";
import { ShipDialog } from "./ShipDialog.tsx";
import { TrackingDialog } from "./TrackingDialog.tsx";

const small = { size: "small", variant: "outlined" } as const;

/** What can be done with a fulfillment. */
export function FulfillmentSteps({ fulfillment }: { fulfillment: Fulfillment }) {
  const step = (name: "deliver" | "cancel") => (key: string) => {
    const params = {
      path: { id: fulfillment.order_id, fulfillment_id: fulfillment.id },
      header: { "Idempotency-Key": key },
    };
    return dataOf(client.POST(`/api/v1/orders/{id}/fulfillments/{fulfillment_id}/${name}`, { params }));
  };
  return (
    <>
      <DialogButton {...small} label="Ship" transition={transitionOf(fulfillment, "ship")}>
        {(close) => <ShipDialog fulfillment={fulfillment} onClose={close} />}
      </DialogButton>
      <DialogButton {...small} label="Deliver" transition={transitionOf(fulfillment, "deliver")}>
        {(close) => (
          <ConfirmDialog
            title="Has it arrived?"
            submitLabel="It has arrived"
            done="Delivered."
            onClose={close}
            act={step("deliver")}
          >
            The customer gets a mail that the parcel was delivered.
          </ConfirmDialog>
        )}
      </DialogButton>
      <DialogButton
        {...small}
        label="Edit tracking"
        transition={unless(fulfillment.status === "cancelled" && "It was cancelled.")}
      >
        {(close) => <TrackingDialog fulfillment={fulfillment} onClose={close} />}
      </DialogButton>
      <DialogButton
        {...small}
        label="Cancel fulfillment"
        color="error"
        transition={transitionOf(fulfillment, "cancel")}
      >
        {(close) => (
          <ConfirmDialog
            title="Cancel the fulfillment?"
            submitLabel="Cancel the fulfillment"
            dismissLabel="Back"
            color="error"
            done="The fulfillment was cancelled."
            onClose={close}
            act={step("cancel")}
          >
            Its units can be put into another one. The customer was not told of it yet, and is not.
          </ConfirmDialog>
        )}
      </DialogButton>
    </>
  );
}

import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { formatMoney } from "../../shared/format.ts";
import { ConfirmDialog } from "../parts/ConfirmDialog.tsx";
import { transitionOf } from "../parts/transitions.ts";
import type { Order, Payment } from "../parts/types.ts";
import { CaptureDialog } from "./CaptureDialog.tsx";
import { RefundDialog } from "./RefundDialog.tsx";

const small = { size: "small", variant: "outlined" } as const;

/** What can be done with a payment. Capture and void are for payments that were only authorised. */
export function PaymentSteps({ payment, order }: { payment: Payment; order: Order }) {
  const release = (key: string) => {
    const params = { path: { id: payment.id }, header: { "Idempotency-Key": key } };
    return dataOf(client.POST("/api/v1/payments/{id}/void", { params }));
  };
  return (
    <>
      {payment.capture_method === "manual" && (
        <>
          <DialogButton {...small} label="Capture" transition={transitionOf(payment, "capture")}>
            {(close) => <CaptureDialog payment={payment} order={order} onClose={close} />}
          </DialogButton>
          <DialogButton {...small} label="Void" color="error" transition={transitionOf(payment, "void")}>
            {(close) => (
              <ConfirmDialog
                title="Let go of the money?"
                submitLabel="Void it"
                color="error"
                done="The authorisation was voided."
                onClose={close}
                act={release}
              >
                {formatMoney(payment.authorized)} is released. The order is put on hold, not cancelled.
              </ConfirmDialog>
            )}
          </DialogButton>
        </>
      )}
      <DialogButton {...small} label="Refund payment" transition={transitionOf(payment, "refund")}>
        {(close) => <RefundDialog order={order} paymentId={payment.id} onClose={close} />}
      </DialogButton>
    </>
  );
}

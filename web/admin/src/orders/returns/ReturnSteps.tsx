import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { ConfirmDialog } from "../parts/ConfirmDialog.tsx";
import { transitionOf } from "../parts/transitions.ts";
import type { Return } from "../parts/types.ts";
import { ApproveDialog } from "./ApproveDialog.tsx";
import { ExchangeDialog } from "./ExchangeDialog.tsx";
import { ReceiveDialog } from "./ReceiveDialog.tsx";
import { RefundReturnDialog } from "./RefundReturnDialog.tsx";
import { RejectDialog } from "./RejectDialog.tsx";
import { stepParams } from "./step-params.ts";

const small = { size: "small", variant: "outlined" } as const;

/** What can be done with a return. */
export function ReturnSteps({ item }: { item: Return }) {
  return (
    <>
      <DialogButton {...small} label="Approve" transition={transitionOf(item, "approve")}>
        {(close) => <ApproveDialog item={item} onClose={close} />}
      </DialogButton>
      <DialogButton {...small} label="Reject" color="error" transition={transitionOf(item, "reject")}>
        {(close) => <RejectDialog item={item} onClose={close} />}
      </DialogButton>
      <DialogButton {...small} label="Receive" transition={transitionOf(item, "receive")}>
        {(close) => <ReceiveDialog item={item} onClose={close} />}
      </DialogButton>
      <DialogButton {...small} label="Refund return" transition={transitionOf(item, "refund")}>
        {(close) => <RefundReturnDialog item={item} onClose={close} />}
      </DialogButton>
      <DialogButton {...small} label="Exchange" transition={transitionOf(item, "exchange")}>
        {(close) => <ExchangeDialog item={item} onClose={close} />}
      </DialogButton>
      <DialogButton {...small} label="Cancel return" color="error" transition={transitionOf(item, "cancel")}>
        {(close) => (
          <ConfirmDialog
            title="Call the return off?"
            submitLabel="Cancel the return"
            dismissLabel="Back"
            color="error"
            done="The return was cancelled."
            onClose={close}
            act={async (key) =>
              dataOf(client.POST("/api/v1/returns/{id}/cancel", { params: await stepParams(item, key) }))
            }
          >
            Its units can be returned another time.
          </ConfirmDialog>
        )}
      </DialogButton>
    </>
  );
}

import { transitionOf, unless } from "../parts/transitions.ts";
import type { Order } from "../parts/types.ts";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { FulfillDialog } from "../fulfillments/FulfillDialog.tsx";
import { RefundDialog } from "../payments/RefundDialog.tsx";
import { ReturnDialog } from "../returns/ReturnDialog.tsx";
import { CancelDialog } from "./CancelDialog.tsx";
import { cancellable } from "./cancellable.ts";
import { EditDialog } from "./EditDialog.tsx";
import { OrderMenu } from "./OrderMenu.tsx";

/** What can be done with an order; what cannot says why. */
export function OrderActions({ order }: { order: Order }) {
  return (
    <>
      <DialogButton label="Fulfil" variant="contained" transition={transitionOf(order, "fulfill")}>
        {(close) => <FulfillDialog order={order} onClose={close} />}
      </DialogButton>
      <DialogButton label="Refund" variant="outlined" transition={transitionOf(order, "refund")}>
        {(close) => <RefundDialog order={order} onClose={close} />}
      </DialogButton>
      <DialogButton label="Return" variant="outlined" transition={unless(noReturn(order))}>
        {(close) => <ReturnDialog order={order} onClose={close} />}
      </DialogButton>
      <DialogButton label="Edit" variant="outlined" transition={transitionOf(order, "edit")}>
        {(close) => <EditDialog order={order} onClose={close} />}
      </DialogButton>
      <DialogButton label="Cancel" variant="outlined" color="error" transition={cancellable(order)}>
        {(close) => <CancelDialog order={order} onClose={close} />}
      </DialogButton>
      <OrderMenu order={order} />
    </>
  );
}

function noReturn({ line_items: lines }: Order): string | undefined {
  if (lines.every((line) => line.shipped_quantity === 0)) return "Nothing of it was sent yet.";
  return lines.every((line) => line.shipped_quantity <= line.returning_quantity)
    ? "All that was sent is in returns already."
    : undefined;
}

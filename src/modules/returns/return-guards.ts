import { offeredTransitions, type OfferedTransition } from "../../platform/machine.ts";
import { owedOf, receivedOf, returnLinesOf } from "./return.parts.ts";
import { RETURN_TRANSITIONS, type ReturnAction, type ReturnStatus } from "./returns.machine.ts";
import type { ReturnRow } from "./returns.repo.ts";

/** Why a return cannot be cancelled, though its status would allow it; undefined when it can. */
export function cancelReturnBlocked(
  row: Pick<ReturnRow, "status" | "lines">,
  isStaff: boolean,
): string | undefined {
  if (!isStaff && row.status === "approved") return "was approved: ask the shop to call it off";
  if (returnLinesOf(row).some((line) => receivedOf(line) > 0))
    return "has received units: complete it instead";
  return undefined;
}

/** Why a return cannot be refunded, though its status would allow it; undefined when it can. */
export function refundReturnBlocked(
  row: Pick<ReturnRow, "status" | "refund_amount" | "refunds">,
): string | undefined {
  if (row.status === "refunded" && owedOf(row) === 0) return "was refunded, and none of that has failed";
  return undefined;
}

const STAFF_ACTIONS: readonly ReturnAction[] = [
  "approve",
  "reject",
  "cancel",
  "receive",
  "refund",
  "exchange",
];

/** What this reader can do with the return now, and why not the rest. */
export function returnTransitionsView(row: ReturnRow, isStaff: boolean): OfferedTransition[] {
  return offeredTransitions<ReturnStatus, ReturnAction>(
    RETURN_TRANSITIONS,
    row.status,
    isStaff ? STAFF_ACTIONS : ["cancel"],
    {
      cancel: () => cancelReturnBlocked(row, isStaff),
      refund: () => refundReturnBlocked(row),
    },
  );
}

import type { Ctx } from "../../platform/ctx.ts";
import { happening, type OrderChange, type OrderRow } from "../orders/index.ts";
import { receivedOf, returnLinesOf } from "./return.parts.ts";
import { type ReturnAction, returnStatusAfter } from "./returns.machine.ts";
import { countUnitsStmt, type ReturnRow, updateReturnStmt } from "./returns.repo.ts";

/** The change that ends a return before anything came back: its units are free to be returned another time. */
export function endReturn(
  ctx: Ctx,
  row: ReturnRow,
  order: OrderRow,
  end: {
    action: Extract<ReturnAction, "reject" | "cancel">;
    event: "return_rejected" | "return_cancelled";
    answer?: string;
  },
): Omit<OrderChange<undefined>, "events"> {
  const status = returnStatusAfter(row.status, end.action);
  return {
    steps: [happening(order, end.event, { return_id: row.id })],
    statements: [
      updateReturnStmt(ctx, row.id, { status, answer: end.answer }),
      countUnitsStmt(missingUnits(row)),
    ],
    audit: {
      action: `return.${end.action}`,
      before: { return_id: row.id, status: row.status },
      after: { return_id: row.id, status },
    },
    result: undefined,
  };
}

/** The units that have not come back, as what is to be taken off the lines' count. */
export function missingUnits(row: Pick<ReturnRow, "lines">): { id: string; inReturn: number }[] {
  return returnLinesOf(row).map((line) => ({ id: line.id, inReturn: receivedOf(line) - line.quantity }));
}

import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { happening } from "../orders/index.ts";
import { changeReturn, type ReturnRef } from "./change-return.ts";
import { returnApproved } from "./returns.events.ts";
import { returnStatusAfter } from "./returns.machine.ts";
import { type ReturnRow, updateReturnStmt } from "./returns.repo.ts";
import type { ApproveReturn } from "./returns.schema.ts";

/** Agrees to a return and tells the customer how to send it. @throws return.transition_refused */
export async function approveReturn(ctx: Ctx, ref: ReturnRef, input: ApproveReturn): Promise<ReturnRow> {
  requirePermission(ctx, "order:manage");
  const { row } = await changeReturn(ctx, ref, (found, order) => {
    const status = returnStatusAfter(found.status, "approve");
    return {
      steps: [happening(order, "return_approved", { return_id: found.id })],
      statements: [
        updateReturnStmt(ctx, found.id, { status, label: input.label, answer: input.instructions }),
      ],
      events: [returnApproved({ order_id: order.id, return_id: found.id })],
      audit: {
        action: "return.approve",
        before: { return_id: found.id, status: found.status },
        after: { return_id: found.id, status },
      },
      result: undefined,
    };
  });
  return row;
}

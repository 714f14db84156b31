import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { changeReturn, type ReturnRef } from "./change-return.ts";
import { endReturn } from "./release-units.ts";
import { returnRejected } from "./returns.events.ts";
import type { ReturnRow } from "./returns.repo.ts";

/** Does not agree to a return, and says why. The units can be asked for again. @throws return.transition_refused */
export async function rejectReturn(ctx: Ctx, ref: ReturnRef, input: { reason: string }): Promise<ReturnRow> {
  requirePermission(ctx, "order:manage");
  const { row } = await changeReturn(ctx, ref, (found, order) => ({
    ...endReturn(ctx, found, order, { action: "reject", event: "return_rejected", answer: input.reason }),
    events: [returnRejected({ order_id: order.id, return_id: found.id })],
  }));
  return row;
}

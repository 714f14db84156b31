import { hasPermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { changeReturn, type ReturnRef } from "./change-return.ts";
import { visibleReturnOrThrow } from "./get-return.ts";
import { endReturn } from "./release-units.ts";
import { cancelReturnBlocked } from "./return-guards.ts";
import { returnCancelled } from "./returns.events.ts";
import { refusedReturn, returnStatusAfter } from "./returns.machine.ts";
import type { ReturnRow } from "./returns.repo.ts";

/**
 * Calls a return off: the customer while it is only asked for, staff until something has come back.
 * @throws resource.not_found for returns that the caller may not see; return.transition_refused
 */
export async function cancelReturn(
  ctx: Ctx,
  ref: ReturnRef,
  orderToken: string | undefined,
): Promise<ReturnRow> {
  const isStaff = hasPermission(ctx, "order:manage");
  await visibleReturnOrThrow(ctx, ref.id, orderToken);
  const { row } = await changeReturn(ctx, ref, (found, order) => {
    returnStatusAfter(found.status, "cancel");
    const blocked = cancelReturnBlocked(found, isStaff);
    if (blocked !== undefined) throw refusedReturn(found.status, "cancel", blocked);
    return {
      ...endReturn(ctx, found, order, { action: "cancel", event: "return_cancelled" }),
      events: [returnCancelled({ order_id: order.id, return_id: found.id })],
    };
  });
  return row;
}

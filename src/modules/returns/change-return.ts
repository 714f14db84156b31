import type { Ctx } from "../../platform/ctx.ts";
import { preconditionFailed } from "../../platform/errors.ts";
import { etagOf, isMatch } from "../../platform/http/index.ts";
import { changeOrder, type OrderChange, type OrderRow } from "../orders/index.ts";
import { returnOrThrow } from "./get-return.ts";
import type { ReturnRow } from "./returns.repo.ts";
import { returnVersion } from "./returns.view.ts";

/** Which return is to be changed, and the ETag that it must still have. */
export interface ReturnRef {
  id: string;
  ifMatch?: string | undefined;
}

/**
 * Changes a return. Each change is a step in the timeline of its order, which is the lock: of two that were decided from the same state
 * one is decided anew. Answers the return as it is then.
 * @throws resource.not_found; resource.precondition_failed; what `decide` throws
 */
export async function changeReturn<Result>(
  ctx: Ctx,
  ref: ReturnRef,
  decide: (row: ReturnRow, order: OrderRow) => OrderChange<Result> | Promise<OrderChange<Result>>,
): Promise<{ row: ReturnRow; result: Result }> {
  const { order_id: orderId } = await returnOrThrow(ctx, ref.id);
  keepAnswerWith(ctx, orderId);
  const result = await changeOrder(ctx, orderId, async (order) => {
    // Read after the order: whatever changes it now takes the order's next step, too.
    const row = await returnOrThrow(ctx, ref.id);
    requireMatch(ctx, row, ref.ifMatch);
    return decide(row, order);
  });
  return { row: await returnOrThrow(ctx, ref.id), result };
}

/** An answer that is kept for a repeat tells what the return says: it is found, and erased, with the order. */
export function keepAnswerWith(ctx: Ctx, orderId: string): void {
  if (ctx.idempotency) ctx.idempotency.resourceId = orderId;
}

/** @throws resource.precondition_failed when the return has not the ETag that the caller has seen */
export function requireMatch(ctx: Ctx, row: ReturnRow, ifMatch: string | undefined): void {
  if (isMatch(ifMatch, { etag: etagOf(returnVersion(row, ctx)), version: row.version })) return;
  throw preconditionFailed("The return has changed since you read it. Read it again.");
}

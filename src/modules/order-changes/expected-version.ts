import type { Ctx } from "../../platform/ctx.ts";
import { type OrderRow, orderOvertaken, requireOrderMatch } from "../orders/index.ts";

/**
 * The version that an order must still have when a change of it is written; undefined when any will do. Closing a payment for the
 * change gives the order another ETag and no other version: once it has begun, the version tells.
 * @throws resource.precondition_failed when the order is not any more what the change's author has seen
 */
export function expectedOrderVersion(
  ctx: Ctx,
  order: OrderRow,
  { ifMatch, version }: { ifMatch: string | undefined; version?: number | undefined },
): number | undefined {
  requireOrderMatch(ctx, order, ifMatch);
  requireOrderVersion(order, version);
  const isConditional = version !== undefined || (ifMatch ?? "*").trim() !== "*";
  return isConditional ? order.version : undefined;
}

/** @throws resource.precondition_failed */
export function requireOrderVersion(order: OrderRow, expected: number | undefined): void {
  if (expected !== undefined && order.version !== expected) throw orderOvertaken();
}

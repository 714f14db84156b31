import { hasPermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { orderOrThrow } from "../orders/index.ts";
import { findReturn, type ReturnRow } from "./returns.repo.ts";

/** A return by its id. @throws resource.not_found */
export async function returnOrThrow(ctx: Ctx, id: string): Promise<ReturnRow> {
  const row = await findReturn(ctx, id);
  if (!row) throw notFound("There is no such return.");
  return row;
}

/**
 * A return that the caller may see, as its order may be seen: staff any, whoever holds the order's X-Order-Token, a signed-in user
 * those of the own orders.
 * @throws auth.required without any credentials; resource.not_found for everybody else's
 */
export async function visibleReturnOrThrow(
  ctx: Ctx,
  id: string,
  orderToken: string | undefined,
): Promise<ReturnRow> {
  const row = await findReturn(ctx, id);
  // Without a return the order is looked for all the same: callers without credentials are told to log in, and learn nothing else.
  if (!row || !hasPermission(ctx, "order:manage")) await orderOrThrow(ctx, row?.order_id ?? id, orderToken);
  if (!row) throw notFound("There is no such return.");
  return row;
}

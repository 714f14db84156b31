import { hasPermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { authenticationRequired, notFound } from "../../platform/errors.ts";
import { verifyToken } from "../../platform/tokens.ts";
import { findOrder, type OrderRow } from "./orders.repo.ts";

/**
 * An order that the caller may see: staff any, a guest the one that the X-Order-Token belongs to.
 * @throws auth.required without any credentials; resource.not_found for everybody else's order
 */
export async function orderOrThrow(ctx: Ctx, id: string, orderToken: string | undefined): Promise<OrderRow> {
  const staff = hasPermission(ctx, "order:manage");
  if (!staff && orderToken === undefined && ctx.actor.kind === "guest") {
    throw authenticationRequired("Send the order's X-Order-Token, or credentials that may manage orders.");
  }
  const allowed = staff || (orderToken !== undefined && (await verifyToken(ctx, "order", orderToken)) === id);
  const order = allowed ? await findOrder(ctx, id) : null;
  if (!order) throw notFound("There is no such order.");
  return order;
}

import { hasPermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { authenticationRequired, notFound } from "../../platform/errors.ts";
import { verifyToken } from "../../platform/tokens.ts";
import { findOrder, type OrderRow, ownOrderStmt } from "./orders.repo.ts";
import { readAsOwner } from "./read-as-owner.ts";

/**
 * An order that the caller may see: staff any, whoever holds its X-Order-Token, a signed-in user the own ones.
 * @throws auth.required without any credentials; resource.not_found for everybody else's order
 */
export async function orderOrThrow(ctx: Ctx, id: string, orderToken: string | undefined): Promise<OrderRow> {
  const { actor } = ctx;
  const staff = hasPermission(ctx, "order:manage");
  if (!staff && orderToken === undefined && actor.kind === "guest") {
    throw authenticationRequired("Send the order's X-Order-Token, or log in as who may see it.");
  }
  const mayAny = staff || (orderToken !== undefined && (await verifyToken(ctx, "order", orderToken)) === id);
  const order = mayAny
    ? await findOrder(ctx, id)
    : actor.kind === "user"
      ? (await readAsOwner(ctx, actor, ownOrderStmt(id, actor.id)))[0]
      : null;
  if (!order) throw notFound("There is no such order.");
  return order;
}

import { hasPermission, type UserActor } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { noRows, readBatch, type Statement } from "../../platform/db.ts";
import { authenticationRequired, notFound } from "../../platform/errors.ts";
import { verifyToken } from "../../platform/tokens.ts";
import { type StandingRow, standingStmt, userInGoodStanding } from "../identity/index.ts";
import { findOrder, type OrderRow, orderStmt, ownOrderStmt } from "./orders.repo.ts";
import { readAsOwner } from "./read-as-owner.ts";

/** As whom somebody looks at an order: of the staff, as the holder of its X-Order-Token, or as the owner. */
type Looker = { kind: "staff" } | { kind: "holder" } | { kind: "owner"; actor: UserActor };

/**
 * An order that the caller may see: staff any, whoever holds its X-Order-Token, a signed-in user the own ones.
 * @throws auth.required without any credentials; resource.not_found for everybody else's order
 */
export async function orderOrThrow(ctx: Ctx, id: string, orderToken: string | undefined): Promise<OrderRow> {
  const looker = await lookerAt(ctx, id, orderToken);
  const order =
    looker?.kind === "owner"
      ? (await readAsOwner(ctx, looker.actor, ownOrderStmt(id, looker.actor.id)))[0]
      : looker && (await findOrder(ctx, id));
  if (!order) throw noSuchOrder();
  return order;
}

/**
 * The same, with what belongs to the order, as of one moment and in one round trip. `parts` is told whether the caller is staff, who see
 * more than customers.
 * @throws auth.required without any credentials; resource.not_found for everybody else's order
 */
export async function readOrderWith<Rows extends unknown[]>(
  ctx: Ctx,
  id: string,
  orderToken: string | undefined,
  parts: (isStaff: boolean) => { [Index in keyof Rows]: Statement },
): Promise<{ order: OrderRow; isStaff: boolean; rows: { [Index in keyof Rows]: Rows[Index][] } }> {
  const looker = await lookerAt(ctx, id, orderToken);
  if (!looker) throw noSuchOrder();
  const isStaff = looker.kind === "staff";
  const [[order], [standing], ...rows] = await readBatch<[OrderRow, StandingRow, ...Rows]>(ctx.env.DB, [
    looker.kind === "owner" ? ownOrderStmt(id, looker.actor.id) : orderStmt(id),
    looker.kind === "owner" ? standingStmt(looker.actor.sessionId) : noRows,
    ...parts(isStaff),
  ]);
  if (looker.kind === "owner") userInGoodStanding(ctx, standing);
  if (!order) throw noSuchOrder();
  return { order, isStaff, rows };
}

async function lookerAt(ctx: Ctx, id: string, orderToken: string | undefined): Promise<Looker | undefined> {
  const { actor } = ctx;
  if (hasPermission(ctx, "order:manage")) return { kind: "staff" };
  if (orderToken === undefined && actor.kind === "guest") {
    throw authenticationRequired("Send the order's X-Order-Token, or log in as who may see it.");
  }
  if (orderToken !== undefined && (await verifyToken(ctx, "order", orderToken)) === id)
    return { kind: "holder" };
  return actor.kind === "user" ? { kind: "owner", actor } : undefined;
}

function noSuchOrder() {
  return notFound("There is no such order.");
}

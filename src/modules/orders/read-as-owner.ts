import type { UserActor } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { readBatch, type Statement } from "../../platform/db.ts";
import { type StandingRow, standingStmt, userInGoodStanding } from "../identity/index.ts";
import type { OrderRow } from "./orders.repo.ts";

/**
 * Reads a user's own orders together with whether the login is still in order: what somebody ordered, and where to, must not be
 * readable for as long as an access token lives after its login was ended. One round trip.
 * @throws auth.invalid_credentials when the session has ended or the account is not active any more
 */
export async function readAsOwner(ctx: Ctx, owner: UserActor, orders: Statement): Promise<OrderRow[]> {
  const [rows, [standing]] = await readBatch<[OrderRow, StandingRow]>(ctx.env.DB, [
    orders,
    standingStmt(owner.sessionId),
  ]);
  userInGoodStanding(ctx, standing);
  return rows;
}

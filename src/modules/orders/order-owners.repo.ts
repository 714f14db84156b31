import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";

/**
 * Gives a user the orders that were placed by guests with this address. Only for an address that the user has proved to hold.
 * Orders of somebody else, and erased ones, stay as they are; an erased user gets nothing.
 */
export function attachGuestOrdersStmt(ctx: Ctx, owner: { userId: string; email: string }): Statement {
  return sql`UPDATE orders SET customer_id = ${owner.userId}, updated_at = ${isoTime(ctx.now())}
    WHERE email = ${owner.email} AND customer_id IS NULL AND erased_at IS NULL
      AND EXISTS (SELECT 1 FROM users WHERE id = ${owner.userId} AND status <> 'erased')`;
}

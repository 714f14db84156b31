import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, type Statement } from "../../platform/db.ts";
import { eraseTaxExemptionStmt } from "../tax/index.ts";

/** Empties the profile and the address book and forgets an exemption from tax; the profile's row stays, as the account's does. */
export function eraseCustomerStmts(ctx: Ctx, id: string): Statement[] {
  return [
    sql`UPDATE customers SET phone = NULL, accepts_marketing = 0, locale = NULL, updated_at = ${isoTime(ctx.now())}, version = version + 1
        WHERE id = ${id}`,
    sql`DELETE FROM addresses WHERE customer_id = ${id}`,
    eraseTaxExemptionStmt(id),
  ];
}

const ORDER_PATH = "POST /api/v1/orders/";

/**
 * Forgets the answers that are kept for repeated requests: those to the user, and those about these orders, whoever made them. None is
 * older than a day.
 */
export function forgetAnswersStmt(userId: string, orderIds: readonly string[]): Statement {
  const ids = inList(orderIds);
  // ";" is the character after ":": all scopes that begin with the user's.
  return sql`DELETE FROM idempotency_keys
    WHERE (scope >= ${`user:${userId}:`} AND scope < ${`user:${userId};`}) OR resource_id IN ${ids}
      OR (instr(scope, ${ORDER_PATH}) > 0 AND substr(scope, instr(scope, ${ORDER_PATH}) + ${ORDER_PATH.length}, 36) IN ${ids})`;
}

import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";

/**
 * Takes a person out of the drafts that were written for them: of the account, and with its address if that is verified. Lines and prices
 * stay. One that was not sent yet is given up. The answers that are kept for repeated requests about these drafts go, too.
 */
export function eraseDraftsStmts(
  ctx: Ctx,
  person: { customerId: string; verifiedEmail: string | undefined },
): Statement[] {
  const byEmail = person.verifiedEmail === undefined ? sql`` : sql` OR email = ${person.verifiedEmail}`;
  const whose = sql`(customer_id = ${person.customerId}${byEmail})`;
  return [
    sql`DELETE FROM idempotency_keys WHERE instr(scope, 'POST /api/v1/draft-orders') > 0
        AND EXISTS (SELECT 1 FROM draft_orders d WHERE ${whose} AND instr(response, d.id) > 0)`,
    sql`UPDATE draft_orders SET email = NULL, status = CASE status WHEN 'open' THEN 'cancelled' ELSE status END,
          content = json_set(json_remove(content, '$.shipping_address', '$.billing_address', '$.note'), '$.lines',
            json((SELECT json_group_array(json_remove(value, '$.price_reason') ORDER BY key) FROM json_each(content, '$.lines')))),
          updated_at = ${isoTime(ctx.now())}, version = version + 1
        WHERE ${whose}`,
  ];
}

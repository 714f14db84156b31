import { type SQL, sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement } from "../../platform/db.ts";
import { ABOUT_MONEY } from "../payments/index.ts";
import { isLow } from "../inventory/index.ts";

/** Nobody works off more than that in a day, and counting further would cost reads. */
export const MOST = 1_000;
const WEEK_SECONDS = 7 * 24 * 60 * 60;

/** How often something waits for staff, by its name in the contract: one call, through indexes, each at most MOST. */
export async function countAttention<Name extends string>(
  ctx: Ctx,
  names: readonly Name[],
): Promise<Record<Name, number>> {
  const what = selections(ctx) as Readonly<Record<Name, SQL>>;
  const columns = names.map(
    (name) => sql`(SELECT COUNT(*) FROM (${what[name]} LIMIT ${sql.raw(String(MOST))})) AS ${sql.raw(name)}`,
  );
  const row = await prepareStatement(ctx.env.DB, sql`SELECT ${sql.join(columns, sql`, `)}`).first<
    Record<Name, number>
  >();
  if (!row) throw new Error("a row without a table was not read");
  return row;
}

/** One row for each thing that waits. */
function selections(ctx: Ctx) {
  const weekAgo = isoTime(addSeconds(ctx.now(), -WEEK_SECONDS));
  return {
    orders_to_fulfill: sql`SELECT 1 FROM orders WHERE status = 'confirmed' AND hold IS NULL`,
    orders_in_progress: sql`SELECT 1 FROM orders WHERE status = 'processing' AND hold IS NULL`,
    orders_on_hold: sql`SELECT 1 FROM orders WHERE hold IS NOT NULL`,
    payments_failed: sql`SELECT 1 FROM orders WHERE status = 'payment_failed'`,
    disputes_open: sql`SELECT 1 FROM payments WHERE disputed > 0`,
    returns_requested: sql`SELECT 1 FROM returns WHERE status = 'requested'`,
    returns_received: sql`SELECT 1 FROM returns WHERE status = 'received'`,
    low_stock: sql`SELECT 1 FROM product_variants v WHERE v.is_low = 1 AND v.archived_at IS NULL AND ${isLow(sql`v`)}`,
    mails_failed: sql`SELECT 1 FROM notifications WHERE status IN ('failed', 'bounced') AND created_at >= ${weekAgo}`,
    reconciliation_findings: sql`SELECT 1 FROM alerts WHERE resolved_at IS NULL AND ${ABOUT_MONEY}`,
    dead_letters: sql`SELECT 1 FROM dead_letters WHERE status = 'open'`,
    jobs_failing: sql`SELECT 1 FROM jobs WHERE failing_since IS NOT NULL`,
    webhook_endpoints_disabled: sql`SELECT 1 FROM webhook_endpoints WHERE disabled_reason IN ('gone', 'failing')`,
  } as const satisfies Record<string, SQL>;
}

import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement } from "../../platform/db.ts";

/** For how many seconds the oldest event that nobody has processed waits; 0 when none does. Fails when the tables are not there. */
export async function secondsUndelivered(ctx: Ctx): Promise<number> {
  const [row] = await ctx.db.all<{ oldest: string | null; job: string | null }>(sql`
    SELECT (SELECT MIN(occurred_at) FROM outbox WHERE delivered_at IS NULL) AS oldest, (SELECT name FROM jobs LIMIT 1) AS job`);
  if (!row?.oldest) return 0;
  return Math.max(0, Math.round((ctx.now().getTime() - Date.parse(row.oldest)) / 1_000));
}

/** Fails when the read model's database does not answer or is not migrated. */
export async function pingSearchDatabase(ctx: Ctx): Promise<void> {
  await prepareStatement(ctx.env.SEARCH_DB, sql`SELECT value FROM catalog_meta WHERE key = 'version'`).all();
}

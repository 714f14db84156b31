import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";

interface Trouble {
  /** An alert's code, a subscriber, a job. */
  name: string;
  /** How many there are of it; of a job, how often it has failed in a row. */
  count: number;
  since: string;
}

/** What waits for a person. */
export interface Troubles {
  alerts: Trouble[];
  dead_letters: Trouble[];
  jobs: Trouble[];
}

/** More of them are not counted. */
const COUNTED = 10_000;

/** Open alerts by code, open dead letters by subscriber and failing jobs: up to `limit` of each, in one call. */
export async function findTroubles(ctx: Ctx, limit: number): Promise<Troubles> {
  const [alerts, dead_letters, jobs] = await readBatch<[Trouble, Trouble, Trouble]>(ctx.env.DB, [
    sql`SELECT code AS name, COUNT(*) AS count, MIN(created_at) AS since
        FROM (SELECT code, created_at FROM alerts WHERE resolved_at IS NULL ORDER BY created_at LIMIT ${COUNTED})
        GROUP BY code ORDER BY code LIMIT ${limit}`,
    sql`SELECT subscriber AS name, COUNT(*) AS count, MIN(first_failed_at) AS since
        FROM (SELECT subscriber, first_failed_at FROM dead_letters WHERE status = 'open' LIMIT ${COUNTED})
        GROUP BY subscriber ORDER BY subscriber LIMIT ${limit}`,
    sql`SELECT name, failures AS count, failing_since AS since FROM jobs
        WHERE failures > 0 AND failing_since IS NOT NULL ORDER BY failing_since LIMIT ${limit}`,
  ]);
  return { alerts, dead_letters, jobs };
}

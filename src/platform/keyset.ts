import { type SQL, sql } from "drizzle-orm";
import type { Position } from "./pagination.ts";

/** Where a list goes on, in which direction, and how many rows are wanted. */
export interface KeysetPage {
  after: Position | undefined;
  descending: boolean;
  limit: number;
}

/**
 * What reads rows by `created_at`, ties broken by `id`: the conditions under which they lie beyond a position (none at the start), and
 * the order. `alias` is that of the table, if the statement has more than one.
 */
export function byTime(
  { after, descending }: Pick<KeysetPage, "after" | "descending">,
  alias?: string,
): { beyond: SQL[]; order: SQL } {
  const table = alias === undefined ? "" : `${alias}.`;
  const [time, id] = [sql.raw(`${table}created_at`), sql.raw(`${table}id`)];
  const [beyond, direction] = descending ? [sql`<`, sql`DESC`] : [sql`>`, sql`ASC`];
  return {
    beyond: after ? [sql`(${time}, ${id}) ${beyond} (${after.value}, ${after.id})`] : [],
    order: sql`ORDER BY ${time} ${direction}, ${id} ${direction}`,
  };
}

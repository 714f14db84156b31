import type { Kind, Kinds } from "./account.kinds.ts";
import { type AccountStore, parseStored } from "./account.store.ts";
import { invalid, missing } from "./wire.refusal.ts";

export interface Condition {
  sql: string;
  values: (string | number)[];
}

interface Page {
  limit: number;
  startingAfter: string | undefined;
  endingBefore: string | undefined;
}

/**
 * One page of a list, newest first. `starting_after` goes on to older objects, `ending_before` back to newer ones;
 * `has_more` tells whether there are more in that direction.
 */
export function listObjects<K extends Kind>(
  store: AccountStore,
  kind: K,
  conditions: Condition[],
  page: Page,
): { data: Kinds[K][]; hasMore: boolean } {
  if (page.startingAfter !== undefined && page.endingBefore !== undefined) {
    throw invalid("You cannot parameterize both ending_before and starting_after.", {
      param: "ending_before",
    });
  }
  const backwards = page.endingBefore !== undefined;
  const all = [{ sql: "kind = ?", values: [kind] }, ...conditions, ...boundary(store, kind, page)];
  const query =
    `SELECT body, (SELECT count(*) FROM deliveries WHERE event_id = objects.id) AS pending FROM objects ` +
    `WHERE ${all.map(({ sql }) => sql).join(" AND ")} ORDER BY seq ${backwards ? "ASC" : "DESC"} LIMIT ?`;
  const values = [...all.flatMap((condition) => condition.values), page.limit + 1];
  const rows = store.sql.exec<{ body: string; pending: number }>(query, ...values).toArray();
  const data = rows.slice(0, page.limit).map((row) => settled<K>(parseStored<K>(row.body), row.pending));
  return { data: backwards ? data.reverse() : data, hasMore: rows.length > page.limit };
}

/** An event with what is still to be delivered of it; any other object as it is. */
export function settled<K extends Kind>(object: Kinds[K], pending: number): Kinds[K] {
  return object.object === "event" ? { ...object, pending_webhooks: Math.min(pending, 1) } : object;
}

function boundary(store: AccountStore, kind: Kind, page: Page): Condition[] {
  const [param, id] =
    page.endingBefore !== undefined
      ? ["ending_before", page.endingBefore]
      : ["starting_after", page.startingAfter];
  if (id === undefined) return [];
  const [row] = store.sql.exec<{ seq: number }>(
    "SELECT seq FROM objects WHERE id = ? AND kind = ?",
    id,
    kind,
  );
  if (row === undefined) throw missing(kind, id, param);
  return [{ sql: param === "ending_before" ? "seq > ?" : "seq < ?", values: [row.seq] }];
}

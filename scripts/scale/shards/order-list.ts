import { shardOfId } from "../../../src/platform/ids.ts";
import { askAsStaff, type Bindings } from "./bindings.ts";

export const ORDER_LIST = `CREATE TABLE order_list (id TEXT PRIMARY KEY, version INTEGER NOT NULL, document TEXT NOT NULL) WITHOUT ROWID`;

/**
 * Takes over an order of which a shard's webhook told: reads it from its shard, so that neither twice, nor late, nor out of order matters, nor
 * who sent it.
 */
export async function projectOrder(env: Bindings, orderId: string): Promise<void> {
  const answer = await askAsStaff(env, shardOfId(orderId) ?? 0, "GET", `/orders/${orderId}`);
  if (!answer.ok) throw new Error(`the order's shard answered ${answer.status}`);
  const document = await answer.text();
  const { version } = JSON.parse(document) as { version: number };
  await env.LISTS.prepare(
    `INSERT INTO order_list (id, version, document) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, document = excluded.document WHERE excluded.version >= order_list.version`,
  )
    .bind(orderId, version, document)
    .run();
}

/** A page of the orders of all shards, the newest first: ids sort by time whatever shard they carry. */
export async function listOrders(env: Bindings, query: URLSearchParams): Promise<Response> {
  const limit = Math.min(Number(query.get("limit") ?? 20), 100);
  const { results } = await env.LISTS.prepare(
    "SELECT id, document FROM order_list WHERE id < ? ORDER BY id DESC LIMIT ?",
  )
    .bind(query.get("cursor") ?? "~", limit + 1)
    .all<{ id: string; document: string }>();
  const page = results.slice(0, limit);
  const hasMore = results.length > limit;
  return Response.json({
    data: page.map(({ document }) => JSON.parse(document) as unknown),
    pagination: { limit, has_more: hasMore, next_cursor: hasMore ? page.at(-1)?.id : null },
  });
}

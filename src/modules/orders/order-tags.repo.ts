import { sql } from "drizzle-orm";
import { inList, insertRows, type Statement } from "../../platform/db.ts";
import { orderTags } from "./orders.table.ts";

/** Lets an order have these tags and no others. */
export function replaceTagsStmts(orderId: string, tags: readonly string[]): Statement[] {
  return [
    sql`DELETE FROM order_tags WHERE order_id = ${orderId} AND tag NOT IN ${inList(tags)}`,
    ...(tags.length === 0
      ? []
      : [
          insertRows(
            orderTags,
            tags.map((tag) => ({ orderId, tag })),
            sql`ON CONFLICT DO NOTHING`,
          ),
        ]),
  ];
}

import { sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Statement } from "../../platform/db.ts";
import type { ProductPlan } from "./import-plan.ts";
import { portionsOf } from "./json-portions.ts";

/** For formats that tell when a draft goes on sale. */
export function publishAtStmts(plans: readonly ProductPlan[]): Statement[] {
  const given = plans.filter(({ product }) => product.publishAt !== undefined);
  if (given.length === 0) return [];
  const rows = given.map(({ id, product }) => [id, product.publishAt]);
  return [
    sql`UPDATE products SET publish_at = j.value ->> 1 FROM json_each(${JSON.stringify(rows)}) j
        WHERE products.id = j.value ->> 0`,
  ];
}

/** For formats that have all metadata: in place of what the shop has. */
export function allMetadataStmts(
  table: SQLiteTable,
  rows: readonly { id: string; metadata: Record<string, unknown> | undefined }[],
): Statement[] {
  const given = rows.filter(({ metadata }) => metadata !== undefined);
  return portionsOf(given).map(
    (portion) => sql`UPDATE ${table} SET metadata = j.value ->> 'metadata'
      FROM json_each(${JSON.stringify(portion)}) j WHERE ${table}.id = j.value ->> 'id'`,
  );
}

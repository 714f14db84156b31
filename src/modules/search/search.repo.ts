import { sql } from "drizzle-orm";
import { inList, type Statement } from "../../platform/db.ts";
import type { ListedAvailability } from "../catalog/index.ts";
import type { IndexedProduct } from "./index-product.ts";
import { numberProductsStmt, replaceIndexStmts } from "./index.repo.ts";

export interface DocumentRow {
  currency: string;
  product_id: string;
  slug: string;
  name_key: string;
  price: number;
  created_at: string;
  availability: ListedAvailability;
  document: string;
  etag: string;
}

/** A document by product id or slug. */
export function findDocumentStmt(currency: string, by: "id" | "slug", value: string): Statement {
  const column = by === "id" ? sql`product_id` : sql`slug`;
  return sql`SELECT document, etag FROM product_documents WHERE currency = ${currency} AND ${column} = ${value}`;
}

/** The documents of these products, in no order. */
export function findDocumentsStmt(currency: string, productIds: readonly string[]): Statement {
  return sql`SELECT product_id, document FROM product_documents WHERE currency = ${currency} AND product_id IN ${inList(productIds)}`;
}

/** What is projected of these products now: to find documents to delete and stock that changed. */
export function projectedStmt(productIds: readonly string[]): Statement {
  return sql`
    SELECT currency, product_id, slug,
      (SELECT group_concat((value ->> 'availability') || ' ' || COALESCE(value ->> 'available_quantity', ''))
         FROM json_each(document, '$.variants')) AS stock
    FROM product_documents WHERE product_id IN ${inList(productIds)}`;
}

export interface ProjectedRow {
  currency: string;
  product_id: string;
  slug: string;
  /** The availability and count of each variant, in order, as `stockText` writes them. */
  stock: string;
}

/** Takes the next ticket. Every change of the catalog is seen by a run whose ticket was taken after it. */
export function takeTicketStmt(): Statement {
  return sql`INSERT INTO catalog_meta (key, value) VALUES ('ticket', '1')
             ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING CAST(value AS INTEGER) AS ticket`;
}

/** Replaces everything that is projected of these products, but for those that a later ticket has projected. */
export function replaceDocumentsStmts(
  ticket: number,
  productIds: readonly string[],
  rows: readonly DocumentRow[],
  indexed: readonly IndexedProduct[],
  now: string,
): Statement[] {
  const documents = JSON.stringify(rows);
  const won = sql`(SELECT product_id FROM product_projections WHERE ticket = ${ticket})`;
  return [
    sql`INSERT INTO product_projections (product_id, ticket) SELECT value, ${ticket} FROM json_each(${JSON.stringify(productIds)}) WHERE true
        ON CONFLICT (product_id) DO UPDATE SET ticket = excluded.ticket WHERE excluded.ticket > product_projections.ticket`,
    numberProductsStmt(rows.map((row) => row.product_id)),
    sql`DELETE FROM product_documents WHERE product_id IN ${won}`,
    // A slug has changed hands and its former owner is not projected yet: it comes back under its new slug.
    sql`DELETE FROM product_documents
        WHERE (currency, slug) IN (SELECT value ->> 'currency', value ->> 'slug' FROM json_each(${documents}))
          AND product_id IN (SELECT product_id FROM product_projections WHERE ticket < ${ticket})`,
    sql`INSERT INTO product_documents (currency, product_id, number, slug, name_key, price, created_at, availability, document, etag, projected_at)
        SELECT value ->> 'currency', n.product_id, n.number, value ->> 'slug', value ->> 'name_key', value ->> 'price',
               value ->> 'created_at', value ->> 'availability', value ->> 'document', value ->> 'etag', ${now}
        FROM json_each(${documents}) JOIN product_numbers n ON n.product_id = value ->> 'product_id' WHERE n.product_id IN ${won}
        ON CONFLICT (currency, slug) DO NOTHING`,
    ...replaceIndexStmts(ticket, indexed),
  ];
}

/** Products of the list that a later ticket has projected. */
export function overtakenStmt(ticket: number, productIds: readonly string[]): Statement {
  return sql`SELECT product_id FROM product_projections WHERE ticket > ${ticket} AND product_id IN ${inList(productIds)}`;
}

/** The versions of the catalog, as one row; made to fit into a batch. */
export function versionsStmt(): Statement {
  return sql`SELECT (SELECT value FROM catalog_meta WHERE key = 'version') AS version,
                    (SELECT value FROM catalog_meta WHERE key = 'epoch') AS epoch`;
}

export function readMetaStmt(key: string): Statement {
  return sql`SELECT value AS meta_value FROM catalog_meta WHERE key = ${key}`;
}

/** Writes a value, unless one of a later ticket stands there. */
export function writeMetaStmt(key: string, value: string, ticket = 0): Statement {
  return sql`INSERT INTO catalog_meta (key, value, ticket) VALUES (${key}, ${value}, ${ticket})
             ON CONFLICT (key) DO UPDATE SET value = excluded.value, ticket = excluded.ticket
             WHERE excluded.ticket >= catalog_meta.ticket`;
}

/** Puts a rebuild in the queue, unless one waits or runs. */
export function requestRebuildStmt(rebuild: string): Statement {
  return sql`INSERT INTO catalog_meta (key, value) VALUES ('rebuild', ${rebuild})
             ON CONFLICT (key) DO UPDATE SET value = excluded.value
             WHERE COALESCE(catalog_meta.value ->> 'status', 'done') = 'done'`;
}

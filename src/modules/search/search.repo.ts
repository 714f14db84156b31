import { type SQL, sql } from "drizzle-orm";
import { inList, type Statement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";
import type { Availability } from "../catalog/index.ts";

export interface DocumentRow {
  currency: string;
  product_id: string;
  slug: string;
  name_key: string;
  price: number;
  created_at: string;
  availability: Availability;
  document: string;
  etag: string;
  category_slugs: string[];
}

export const SORTS = {
  created_at: sql`d.created_at`,
  price: sql`d.price`,
  name: sql`d.name_key`,
} as const;

export interface ListFilter {
  currency: string;
  category?: string | undefined;
  minPrice?: number | undefined;
  maxPrice?: number | undefined;
  availability?: readonly Availability[] | undefined;
}

/** One keyset page of documents: `limit + 1` rows from the position on. The id breaks ties. */
export function listDocumentsStmt(
  filter: ListFilter,
  sort: { by: keyof typeof SORTS; descending: boolean },
  after: Position | undefined,
  limit: number,
): Statement {
  const key = SORTS[sort.by];
  const where: SQL[] = [sql`d.currency = ${filter.currency}`];
  if (filter.minPrice !== undefined) where.push(sql`d.price >= ${filter.minPrice}`);
  if (filter.maxPrice !== undefined) where.push(sql`d.price <= ${filter.maxPrice}`);
  if (filter.availability) where.push(sql`d.availability IN ${inList(filter.availability)}`);
  if (after) {
    where.push(
      sort.descending
        ? sql`(${key}, d.product_id) < (${after.value}, ${after.id})`
        : sql`(${key}, d.product_id) > (${after.value}, ${after.id})`,
    );
  }
  const direction = sort.descending ? sql`DESC` : sql`ASC`;
  const from =
    filter.category === undefined
      ? sql`product_documents d`
      : sql`product_document_categories c JOIN product_documents d ON d.currency = c.currency AND d.product_id = c.product_id`;
  if (filter.category !== undefined) {
    where.push(sql`c.category_slug = ${filter.category} AND c.currency = ${filter.currency}`);
  }
  return sql`
    SELECT d.product_id AS product_id, d.document AS document, ${key} AS sort_value FROM ${from}
    WHERE ${sql.join(where, sql` AND `)}
    ORDER BY ${key} ${direction}, d.product_id ${direction} LIMIT ${limit + 1}`;
}

/** A document by product id or slug. */
export function findDocumentStmt(currency: string, by: "id" | "slug", value: string): Statement {
  const column = by === "id" ? sql`product_id` : sql`slug`;
  return sql`SELECT document, etag FROM product_documents WHERE currency = ${currency} AND ${column} = ${value}`;
}

/** What is projected of these products now: to find documents to delete and classes that changed. */
export function projectedStmt(productIds: readonly string[]): Statement {
  return sql`
    SELECT currency, product_id, slug,
      (SELECT group_concat(value ->> 'availability') FROM json_each(document, '$.variants')) AS classes
    FROM product_documents WHERE product_id IN ${inList(productIds)}`;
}

export interface ProjectedRow {
  currency: string;
  product_id: string;
  slug: string;
  /** The availability of each variant, in order, joined by commas. */
  classes: string;
}

/** Takes the next ticket. Every change of the catalog is seen by a run whose ticket was taken after it. */
export function takeTicketStmt(): Statement {
  return sql`INSERT INTO catalog_meta (key, value) VALUES ('ticket', '1')
             ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING CAST(value AS INTEGER) AS ticket`;
}

/** Replaces everything that is projected of these products by `rows`, but for those that a later ticket has projected. */
export function replaceDocumentsStmts(
  ticket: number,
  productIds: readonly string[],
  rows: readonly DocumentRow[],
  now: string,
): Statement[] {
  const documents = JSON.stringify(rows);
  const won = sql`(SELECT product_id FROM product_projections WHERE ticket = ${ticket})`;
  return [
    sql`INSERT INTO product_projections (product_id, ticket) SELECT value, ${ticket} FROM json_each(${JSON.stringify(productIds)}) WHERE true
        ON CONFLICT (product_id) DO UPDATE SET ticket = excluded.ticket WHERE excluded.ticket > product_projections.ticket`,
    sql`DELETE FROM product_document_categories WHERE product_id IN ${won}`,
    sql`DELETE FROM product_documents WHERE product_id IN ${won}`,
    sql`INSERT INTO product_documents (currency, product_id, slug, name_key, price, created_at, availability, document, etag, projected_at)
        SELECT value ->> 'currency', value ->> 'product_id', value ->> 'slug', value ->> 'name_key', value ->> 'price',
               value ->> 'created_at', value ->> 'availability', value ->> 'document', value ->> 'etag', ${now}
        FROM json_each(${documents}) WHERE value ->> 'product_id' IN ${won}`,
    sql`INSERT OR IGNORE INTO product_document_categories (category_slug, currency, product_id)
        SELECT s.value, d.value ->> 'currency', d.value ->> 'product_id'
        FROM json_each(${documents}) d, json_each(d.value -> 'category_slugs') s WHERE d.value ->> 'product_id' IN ${won}`,
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

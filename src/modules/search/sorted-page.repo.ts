import { type SQL, sql } from "drizzle-orm";
import type { Statement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";
import { facetsOfFew } from "./facets.repo.ts";
import {
  allOf,
  isNarrowed,
  selectedFrom,
  selectedWhere,
  type Selection,
  askedFor,
} from "./selection.repo.ts";

const SORTS = {
  created_at: { key: sql`d.created_at`, index: sql`product_documents_by_created_at` },
  price: { key: sql`d.price`, index: sql`product_documents_by_price` },
  name: { key: sql`d.name_key`, index: sql`product_documents_by_name` },
} as const;

/** Up to so many products are sorted one by one: of 100,000, a scan meets the page of a larger selection as soon. */
const SORTED = 1_000;

export interface Sorting {
  by: keyof typeof SORTS;
  descending: boolean;
}

export interface SortedRow {
  product_id: string;
  document: string;
  sort_value: string | number;
}

export interface SortedPage {
  selection: Selection;
  sorting: Sorting;
  after?: Pick<Position, "value" | "id"> | undefined;
  limit: number;
  /** Whether a last row tells the facets of the selection. */
  facets?: boolean;
}

/**
 * One keyset page, `limit + 1` rows at most. A small selection (up to `sorted`) is taken out by its index and sorted; in a
 * large one the sort's index meets products of it soon enough. So neither a rare filter nor a common one makes the page
 * expensive. The id breaks ties.
 */
export function sortedPageStmt(page: SortedPage, sorted = SORTED): Statement {
  const { selection, sorting, after, limit, facets = false } = page;
  const { key, index } = SORTS[sorting.by];
  const direction = sorting.descending ? sql`DESC` : sql`ASC`;
  const beyond = sorting.descending ? sql`<` : sql`>`;
  const from = (value: SQL, id: SQL) =>
    after ? sql`(${value}, ${id}) ${beyond} (${after.value}, ${after.id})` : sql`true`;
  const scanned = (rows: SQL) => sql`
    SELECT d.rowid AS document_id, d.product_id AS id, ${key} AS sort_value FROM product_documents d INDEXED BY ${index}
    WHERE ${allOf([selectedWhere(selection), from(key, sql`d.product_id`)])}
    ORDER BY ${key} ${direction}, d.product_id ${direction} LIMIT ${rows}`;
  const documents = sql`
    SELECT page.id AS product_id, p.document AS document, page.sort_value AS sort_value, NULL AS beside,
      row_number() OVER (ORDER BY page.sort_value ${direction}, page.id ${direction}) AS place
    FROM page CROSS JOIN product_documents p ON p.rowid = page.document_id`;
  if (!isNarrowed(selection) && !facets) {
    return sql`WITH page AS MATERIALIZED (${scanned(sql`${limit + 1}`)}) ${documents} ORDER BY place`;
  }
  const { from: source, where } = selectedFrom(selection);
  const isLarge = sql`(SELECT COUNT(*) FROM few) > ${sorted}`;
  return sql`
    WITH ${askedFor(selection)}, few AS MATERIALIZED (
      SELECT d.rowid AS document_id, d.product_id AS id, ${key} AS sort_value, d.price AS price, d.availability AS availability, d.facets AS facets
      FROM ${source} WHERE ${where} LIMIT ${sorted + 1}
    ), page AS MATERIALIZED (
      SELECT document_id, id, sort_value FROM (
        SELECT document_id, id, sort_value FROM few WHERE ${from(sql`sort_value`, sql`id`)}
        ORDER BY sort_value ${direction}, id ${direction} LIMIT CASE WHEN ${isLarge} THEN 0 ELSE ${limit + 1} END)
      UNION ALL
      SELECT document_id, id, sort_value FROM (${scanned(sql`CASE WHEN ${isLarge} THEN ${limit + 1} ELSE 0 END`)})
    )
    ${documents} ${facets ? sql`UNION ALL SELECT NULL, NULL, NULL, json_object('facets', json(${facetsOfFew(selection)})), 0` : sql``} ORDER BY place`;
}

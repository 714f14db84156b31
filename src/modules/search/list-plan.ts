import { noRows, type Statement } from "../../platform/db.ts";
import { pageOf, type Pagination } from "../../platform/pagination.ts";
import type { Beside } from "./beside.ts";
import { type ListPosition, positionOf } from "./list-cursor.ts";
import type { ListProducts } from "./list-products.ts";
import {
  bestMatchesStmt,
  otherMatchesStmt,
  RANKED,
  rankedDocumentsStmt,
  type RankedRow,
} from "./relevance.repo.ts";
import type { Selection } from "./selection.repo.ts";
import { type SortedRow, sortedPageStmt } from "./sorted-page.repo.ts";

export interface DocumentPage {
  documents: string[];
  pagination: Pagination;
}

/** How a page is read: two statements for one batch, and what their rows together are. */
export interface ListPlan<Row> {
  statements: [Statement, Statement];
  pageOf(rows: Row[], beside: Beside): DocumentPage;
}

/** Facets are told on the first page. */
export function wantsFacets({ facets, cursor }: ListProducts): boolean {
  return facets && cursor === undefined;
}

/** Pages by a column: the cursor holds the last row's value. */
export function sortedPlan(
  input: ListProducts,
  selection: Selection,
  after: ListPosition | undefined,
  corrected: string | undefined,
): ListPlan<SortedRow> {
  // Without words there is no relevance: the newest come first.
  const sort = input.sort === "relevance" ? "-created_at" : input.sort;
  const by = sort.replace("-", "") as "created_at" | "price" | "name";
  return {
    statements: [
      sortedPageStmt({
        selection,
        sorting: { by, descending: sort.startsWith("-") },
        after,
        limit: input.limit,
        facets: wantsFacets(input),
      }),
      noRows,
    ],
    pageOf(found) {
      const { rows, pagination } = pageOf(found, input.limit, (row) =>
        positionOf(input, { value: row.sort_value, id: row.product_id, corrected }),
      );
      return { documents: rows.map((row) => row.document), pagination };
    },
  };
}

/**
 * Pages by relevance. How relevant a product is depends on all others (bm25), so it changes with every write: a cursor with a
 * rank would repeat and skip products. Instead the first page ranks the best, and the cursor carries their numbers: later pages
 * follow that order whatever is written meanwhile. Those that match beside them follow by their number, which never changes.
 */
export function relevancePlan(
  input: ListProducts,
  selection: Selection & { match: string },
  after: ListPosition | undefined,
  corrected: string | undefined,
): ListPlan<RankedRow> {
  const { limit } = input;
  const known = after ? unpackNumbers(after.value) : undefined;
  return {
    statements:
      after && known
        ? laterStmts(selection, known, after.id, limit)
        : [bestMatchesStmt(selection, limit, wantsFacets(input)), noRows],
    pageOf(found, beside) {
      const ranked = known ?? beside.ranked ?? [];
      const places = new Map(ranked.map((number, index) => [number, index]));
      const { rows, pagination } = pageOf(found, limit, ({ number }) => {
        const place = places.get(number);
        const id = place === undefined ? `${OTHERS}${number}` : `${RANKED_ONES}${place + 1}`;
        return positionOf(input, { value: packNumbers(ranked), id, corrected });
      });
      return { documents: rows.map((row) => row.document), pagination };
    },
  };
}

/** What the cursor's id begins with: among the ranked ones the next place follows, among the others the last number. */
const RANKED_ONES = "r";
const OTHERS = "o";

function laterStmts(
  selection: Selection & { match: string },
  ranked: readonly number[],
  id: string,
  limit: number,
): [Statement, Statement] {
  const at = Number(id.slice(1));
  if (id.startsWith(OTHERS)) return [noRows, otherMatchesStmt(selection, ranked, at, limit)];
  const others = otherMatchesStmt(selection, ranked, Number.MAX_SAFE_INTEGER, limit);
  return [rankedDocumentsStmt(selection, ranked.slice(at), limit), ranked.length < RANKED ? noRows : others];
}

function packNumbers(numbers: readonly number[]): string {
  return numbers.map((number) => number.toString(36)).join(".");
}

function unpackNumbers(packed: string | number): number[] {
  const numbers = String(packed).split(".").slice(0, RANKED);
  return numbers.map((text) => parseInt(text, 36)).filter(Number.isSafeInteger);
}

import type { FacetCounts } from "./facets.repo.ts";

/** What a page's statement finds out beside its rows. */
export interface Beside {
  facets?: FacetCounts;
  /** The numbers of the products that were ranked, the best first. */
  ranked?: number[];
}

/** A row of a page, or the one that holds the rest as JSON: a statement of its own would have to search once more. */
export type RowOrBeside<Row> = (Row & { beside: null }) | { beside: string };

/** Takes the rows of a page and what was told beside them apart. */
export function splitBeside<Row>(found: readonly RowOrBeside<Row>[]): { rows: Row[]; beside: Beside } {
  const rows: Row[] = [];
  let beside: Beside = {};
  for (const row of found) {
    if (row.beside === null) rows.push(row);
    else beside = JSON.parse(row.beside) as Beside;
  }
  return { rows, beside };
}

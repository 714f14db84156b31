import { fingerprint } from "../../platform/crypto.ts";
import { decodeCursor, type Position } from "../../platform/pagination.ts";
import type { ListProducts } from "./list-products.ts";

/** Where a page of a list ends, and the corrected query that is being paged through, if it was corrected. */
export interface ListPosition {
  value: string | number;
  id: string;
  corrected?: string | undefined;
}

/** A cursor is good for one sort of one selection: paging on with another would repeat and skip products. */
function ownerOf({ limit: _, cursor: __, facets: ___, ...selection }: ListProducts): string {
  return `${selection.sort}:${fingerprint(JSON.stringify(selection))}`;
}

/** What the cursor of the next page packs. */
export function positionOf(input: ListProducts, { value, id, corrected }: ListPosition): Position {
  return { sort: ownerOf(input), value, id: corrected === undefined ? id : `${id} ${corrected}` };
}

/** @throws request.invalid when the cursor is none of this list */
export function listPosition(input: ListProducts): ListPosition | undefined {
  const position = decodeCursor(input.cursor, ownerOf(input));
  if (!position) return undefined;
  const [id = "", ...corrected] = position.id.split(" ");
  return { value: position.value, id, corrected: corrected.length > 0 ? corrected.join(" ") : undefined };
}

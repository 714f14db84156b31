import { walkTo } from "./cursors.ts";
import { callForForms as call } from "./panel-problem.ts";

export interface Page<Item> {
  data: Item[];
  pagination: { limit: number; next_cursor: string | null; has_more: boolean };
}

type Query = Record<string, unknown>;

/** Where the pages of a list begin: the API knows the way from a page to the next one only. */
const starts = new Map<string, (string | undefined)[]>();
/** Lists whose pages are remembered. */
const MOST = 200;

/**
 * Page `number` (from 1) of a list. When the way there is not known, as after a reload, it is walked; a list that has become shorter
 * answers its last page.
 */
export async function readPage<Item>(
  path: string,
  query: Query,
  number: number,
  signal?: AbortSignal,
): Promise<Page<Item>> {
  return walkTo(cursorsOf(`${path}?${JSON.stringify(query)}`), number, (cursor) =>
    call<Page<Item>>("GET", path, { query: { ...query, cursor }, signal }),
  );
}

function cursorsOf(list: string): (string | undefined)[] {
  const known = starts.get(list) ?? [undefined];
  starts.delete(list);
  starts.set(list, known);
  if (starts.size > MOST) starts.delete(starts.keys().next().value ?? "");
  return known;
}

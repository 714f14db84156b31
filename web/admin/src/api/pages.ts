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
  const cursors = cursorsOf(`${path}?${JSON.stringify(query)}`);
  for (;;) {
    const at = Math.min(number, cursors.length);
    const before = cursors.slice(0, at);
    const page = await call<Page<Item>>("GET", path, {
      query: { ...query, cursor: before[at - 1] },
      signal,
    });
    const { next_cursor: next } = page.pagination;
    // What comes behind may have changed since; another page may have been read meanwhile.
    cursors.splice(0, cursors.length, ...before, ...(next === null ? [] : [next]));
    if (at === number || next === null) return page;
  }
}

function cursorsOf(list: string): (string | undefined)[] {
  const known = starts.get(list) ?? [undefined];
  starts.delete(list);
  starts.set(list, known);
  if (starts.size > MOST) starts.delete(starts.keys().next().value ?? "");
  return known;
}

import { z } from "@hono/zod-openapi";
import { invalidInput } from "./errors.ts";

export const limitQuery = z.coerce
  .number()
  .int()
  .min(1)
  .max(100)
  .default(20)
  .openapi({ description: "How many items a page holds (1 to 100).", example: 20 });

export const cursorQuery = z.string().max(2_000).optional().openapi({
  description: "The `next_cursor` of the page before. Opaque; valid only with the same sort and filters.",
});

export const paginationSchema = z
  .object({
    limit: z.int(),
    next_cursor: z.string().nullable(),
    has_more: z.boolean(),
  })
  .openapi("Pagination");

export interface Pagination {
  limit: number;
  next_cursor: string | null;
  has_more: boolean;
}

/** The schema of a page of `item`. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), pagination: paginationSchema });
}

/** A position in a list: the sort it belongs to, the last row's sort value and its id as the tie-breaker. */
export interface Position {
  sort: string;
  value: string | number;
  id: string;
}

const positionSchema = z.tuple([z.string(), z.union([z.string(), z.number()]), z.string()]);

/** Packs a position into an opaque, URL-safe text. */
export function encodeCursor(position: Position): string {
  const bytes = new TextEncoder().encode(JSON.stringify([position.sort, position.value, position.id]));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @throws request.invalid when the text is no cursor of ours, or belongs to another sort */
export function decodeCursor(cursor: string | undefined, sort: string): Position | undefined {
  if (cursor === undefined) return undefined;
  const position = readCursor(cursor);
  if (position?.sort === sort) return position;
  throw invalidInput("The cursor does not belong to this list. Start again without it.", {
    errors: [
      { pointer: "#/query/cursor", code: "invalid_cursor", message: "is not a cursor of this list and sort" },
    ],
  });
}

function readCursor(cursor: string): Position | undefined {
  try {
    const binary = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const text = new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
    const [sort, value, id] = positionSchema.parse(JSON.parse(text));
    return { sort, value, id };
  } catch {
    return undefined;
  }
}

/** Cuts `limit + 1` fetched rows to a page and tells where the next one starts. */
export function pageOf<Row>(
  rows: Row[],
  limit: number,
  positionOf: (row: Row) => Position,
): { rows: Row[]; pagination: Pagination } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    rows: page,
    pagination: { limit, next_cursor: hasMore ? encodeCursor(positionOf(last)) : null, has_more: hasMore },
  };
}

/** A list that is always answered whole: one page. */
export function wholeList<Item>(data: Item[]): { data: Item[]; pagination: Pagination } {
  return { data, pagination: { limit: Math.max(data.length, 100), next_cursor: null, has_more: false } };
}

/** The `Link` header of a page (RFC 8288): the list's own URL with the next cursor. Empty on the last page. */
export function nextPageLink(url: string, pagination: Pagination): Record<string, string> {
  if (pagination.next_cursor === null) return {};
  const next = new URL(url);
  next.searchParams.set("cursor", pagination.next_cursor);
  return { Link: `<${next.pathname}${next.search}>; rel="next"` };
}

import { encodeCursor } from "../../src/platform/pagination.ts";
import type { Known } from "./products.ts";

export const KINDS = ["list", "filtered", "search", "suggest", "detail"] as const;
export type Kind = (typeof KINDS)[number];

/** The plain list; cold, its pages from anywhere in the catalog. */
const LIST_PATH = "/api/v1/products?limit=20";
/** Above every price in cents: such a bound changes the URL, and so what is remembered, but not what is found. */
const NO_BOUND = 1_000_000;
/** A prime that divides no size of a catalog: steps of it meet every product before one comes again. */
const STEP = 7_919;

/** The path that is asked for again and again. */
export function hotPath(kind: Kind, known: readonly Known[]): string {
  return kind === "list" ? LIST_PATH : (questions(kind, known, 1, "")[0] ?? "");
}

/**
 * `count` paths of a kind that are all different, so that no answer is one from memory. The products they are about lie
 * evenly over the catalog. `cursor` is one of the plain list.
 */
export function questions(kind: Kind, known: readonly Known[], count: number, cursor: string): string[] {
  const owner = kind === "list" ? ownerOf(cursor) : "";
  const paths = new Set<string>();
  for (let index = 0; paths.size < count; index++) {
    const product = known[(index * STEP) % known.length];
    if (!product || index > 100 * count)
      throw new Error(`there are not ${count} different questions: ${kind}`);
    paths.add(question(kind, product, index, owner));
  }
  return [...paths];
}

function question(kind: Kind, product: Known, index: number, owner: string): string {
  const { id, createdAt, slug, name, category, material } = product;
  const words = name.split(" ");
  const [first = "", middle = ""] = words;
  const last = words.at(-1) ?? "";
  switch (kind) {
    case "list":
      return `${LIST_PATH}&cursor=${encodeCursor({ sort: owner, value: createdAt, id })}`;
    case "filtered": {
      const attribute = `${encodeURIComponent("attributes[material]")}=${encodeURIComponent(material)}`;
      return `${LIST_PATH}&facets=true&category=${category}&${attribute}&max_price=${NO_BOUND + index}`;
    }
    case "search":
      return `/api/v1/search?q=${encodeURIComponent(`${index % 2 === 0 ? first : middle} ${last}`)}`;
    case "suggest":
      return `/api/v1/search/suggest?q=${encodeURIComponent(`${first} ${last.slice(0, 1 + (index % 4))}`)}`;
    case "detail":
      return `/api/v1/products/${slug}`;
  }
}

/** Which list a cursor belongs to. */
function ownerOf(cursor: string): string {
  const [owner] = JSON.parse(atob(cursor.replaceAll("-", "+").replaceAll("_", "/"))) as [string];
  return owner;
}

import type { Signal } from "@preact/signals";
import { client, dataOf, type Schema } from "../api.ts";
import { known, type Known, readAgain } from "./cache.ts";
import { inCurrency, type Product, tellProducts } from "./catalog.ts";

export type Facets = Schema<"Facets">;

/** Products that match, as far as they were read. */
export interface Listing {
  products: Product[];
  /** Where the next page begins; null at the end. */
  next: string | null;
  facets?: Facets | undefined;
  query?: Schema<"SearchedQuery"> | undefined;
}

const PAGE = 24;
// Further pages hang on the first one: it is not read anew below the eyes of who scrolls.
const FRESH_MS = 600_000;

/** The products for a query of the API's own names: `q`, `category`, `options[Color]`, `sort` … */
export function listing(query: URLSearchParams, limit = PAGE): Signal<Known<Listing>> {
  return known(keyOf(query, limit), () => readPage(query, limit), FRESH_MS);
}

/** Asks for a listing again, when that failed. */
export function listingAgain(query: URLSearchParams): void {
  readAgain(keyOf(query, PAGE), () => readPage(query, PAGE));
}

/** Reads the next page behind what is known. Throws what the request throws. */
export async function readMore(query: URLSearchParams): Promise<void> {
  const entry = listing(query);
  const so = entry.peek().value;
  if (!so || so.next === null) return;
  const page = await readPage(query, PAGE, so.next);
  entry.value = { value: { ...so, products: [...so.products, ...page.products], next: page.next } };
}

/** How many products have which value, if one filter were not there: what else could be chosen in its place. */
export function facetsWithout(query: URLSearchParams, name: string): Signal<Known<Facets | undefined>> {
  const others = new URLSearchParams(query);
  others.delete(name);
  others.delete("sort");
  return known(`facets ${keyOf(others, 1)}`, async () => (await readPage(others, 1)).facets);
}

async function readPage(query: URLSearchParams, limit: number, cursor?: string): Promise<Listing> {
  const asked = new URLSearchParams(query);
  asked.set("limit", String(limit));
  if (cursor !== undefined) asked.set("cursor", cursor);
  // Only the search corrects mistyped words; without words it is a list, which has facets when asked for them.
  const isSearch = asked.has("q");
  if (!isSearch && cursor === undefined && limit !== FEW) asked.set("facets", "true");
  for (const [name, value] of Object.entries(inCurrency())) asked.set(name, value);
  const path = isSearch ? "/api/v1/search" : "/api/v1/products";
  const page = await dataOf(client.GET(path, { querySerializer: () => asked.toString() }));
  tellProducts(page.data);
  return { products: page.data, next: page.pagination.next_cursor, facets: page.facets, query: page.query };
}

/** How many products a list of the first page shows; it needs no facets. */
export const FEW = 8;

function keyOf(query: URLSearchParams, limit: number): string {
  return `listing ${query} ${limit} ${inCurrency().currency}`;
}

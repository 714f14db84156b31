import { fingerprint } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { nextPageLink } from "../../platform/pagination.ts";
import type { Availability } from "../catalog/index.ts";
import type { Leveled } from "./cache-levels.ts";
import { type CachedText, readPage, type ReplicaAnswer } from "./catalog-cache.ts";
import { type FoundPage, findProducts } from "./find-products.ts";
import type { FacetFilter } from "./selection.repo.ts";

export type ProductSort = "relevance" | "created_at" | "-created_at" | "price" | "-price" | "name" | "-name";

export interface ListProducts {
  currency: string;
  /** "relevance" only together with `q`. */
  sort: ProductSort;
  limit: number;
  cursor?: string | undefined;
  /** What products are searched for; without it all are listed. */
  q?: string | undefined;
  filters: readonly FacetFilter[];
  minPrice?: number | undefined;
  maxPrice?: number | undefined;
  availability?: readonly Availability[] | undefined;
  /** Whether the first page tells the facets of all that match. */
  facets: boolean;
}

/**
 * A page of active products as JSON text, with the ETag of its content and the `Link` to the next page.
 * Isolate memory, then KV (valid for one version of the catalog), then the nearest replica of the read model.
 * `url` is the list's own with all that is asked for but the cursor: it is what the page is kept under, and what `Link` points to.
 * @throws request.invalid when the cursor belongs to another list
 */
export function listProducts(ctx: Ctx, input: ListProducts, url: string): Promise<Leveled<CachedText>> {
  const key = `page:${url.slice(new URL(url).origin.length)}#${input.cursor ?? ""}`;
  return readPage(ctx, key, () => readReplica(ctx, input, url), isWorthKeeping(input));
}

async function readReplica(ctx: Ctx, input: ListProducts, url: string): Promise<ReplicaAnswer<CachedText>> {
  const found = await findProducts(ctx, input);
  const text = pageText(input, found);
  const value = { text, etag: `"${fingerprint(text)}"`, headers: nextPageLink(url, found.pagination) };
  return { value, versions: found.documents.length > 0 ? found.versions : undefined };
}

/** The documents are passed through as they are stored. */
function pageText(input: ListProducts, { documents, pagination, facets, corrected }: FoundPage): string {
  const query = input.q === undefined ? {} : { query: { text: input.q, corrected } };
  const rest = JSON.stringify({ pagination, facets, ...query });
  return `{"data":[${documents.join(",")}],${rest.slice(1)}`;
}

const KEPT_QUERY_LENGTH = 40;

/** First pages of plain lists are asked for again and again; price ranges and deep pages hardly ever, by too many keys. */
function isWorthKeeping({ cursor, minPrice, maxPrice, q, filters }: ListProducts): boolean {
  const plain = cursor === undefined && minPrice === undefined && maxPrice === undefined;
  return plain && filters.length <= 2 && (q?.length ?? 0) <= KEPT_QUERY_LENGTH;
}

import type { Listing } from "../reads/listing.ts";

/** How many products match, as the API tells it: it stops counting where counting would take long. */
export function countInWords({ facets, products }: Listing): string {
  const count = facets?.counted ?? products.length;
  if (facets && !facets.complete) return `More than ${count} products`;
  return count === 1 ? "1 product" : `${count} products`;
}

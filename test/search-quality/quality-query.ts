/** A search and the products that a shopper means by it: one of them must be among the first five. */
export interface QualityQuery {
  kind:
    | "plain"
    | "prefix"
    | "plural"
    | "typo"
    | "accent"
    | "SKU"
    | "two fields"
    | "attribute"
    | "vendor"
    | "spelling";
  q: string;
  wanted: string[];
}

/** Searches of a kind, each with the slugs that are wanted. */
export function of(kind: QualityQuery["kind"], pairs: Record<string, string>): QualityQuery[] {
  return Object.entries(pairs).map(([q, wanted]) => ({ kind, q, wanted: wanted.split(" ") }));
}

import { money } from "../../platform/money.ts";
import type { FacetCounts } from "./facets.repo.ts";
import type { FacetKind } from "./index-product.ts";
import type { Facets } from "./search.schema.ts";

/** More values of one facet than a storefront can show. */
const VALUES = 100;

const NOTHING: FacetCounts = {
  values: [],
  counted: 0,
  complete: 1,
  in_stock: null,
  low_stock: null,
  out_of_stock: null,
  min_price: null,
  max_price: null,
};

/** The facets of a list out of their counts: the most frequent value first. */
export function facetsView(counts: FacetCounts | undefined, currency: string): Facets {
  const { values, counted, complete, min_price, max_price, ...classes } = counts ?? NOTHING;
  const rows = values.map(([kind, name, value, label, count]) => ({ kind, name, value, label, count }));
  const of = (kind: FacetKind) => rows.filter((row) => row.kind === kind);
  const plain = (group: typeof rows) => group.slice(0, VALUES).map(({ value, count }) => ({ value, count }));
  const byName = (kind: "attribute" | "option") =>
    [...Map.groupBy(of(kind), (row) => row.name)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, group]) => ({ name, values: plain(group) }));
  return {
    categories: of("category")
      .slice(0, VALUES)
      .map(({ value, label, count }) => ({ slug: value, name: label, count })),
    tags: plain(of("tag")),
    vendors: plain(of("vendor")),
    attributes: byName("attribute"),
    options: byName("option"),
    availability: (["in_stock", "low_stock", "out_of_stock"] as const)
      .map((value) => ({ value, count: classes[value] ?? 0 }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count),
    price:
      min_price === null || max_price === null
        ? null
        : { min: money(min_price, currency), max: money(max_price, currency) },
    counted,
    complete: complete === 1,
  };
}

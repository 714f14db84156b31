import { money } from "../../platform/money.ts";
import type { FacetRow } from "./facets.repo.ts";
import type { Facets } from "./search.schema.ts";
import { EXAMINED } from "./selection.repo.ts";

/** The facets of a list out of their counts: the most frequent value first. */
export function facetsView(rows: readonly FacetRow[], currency: string): Facets {
  const sorted = [...rows].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  const of = (kind: FacetRow["kind"]) => sorted.filter((row) => row.kind === kind);
  const counts = (group: readonly FacetRow[]) => group.map(({ value, count }) => ({ value, count }));
  const byName = (kind: "attribute" | "option") =>
    [...Map.groupBy(of(kind), (row) => row.name)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, group]) => ({ name, values: counts(group) }));
  const [price] = of("price");
  const counted = of("counted")[0]?.count ?? 0;
  return {
    categories: of("category").map(({ value, label, count }) => ({ slug: value, name: label, count })),
    tags: counts(of("tag")),
    vendors: counts(of("vendor")),
    attributes: byName("attribute"),
    options: byName("option"),
    availability: of("availability").map(({ value, count }) => ({
      value: value as Facets["availability"][number]["value"],
      count,
    })),
    price: price
      ? { min: money(Number(price.name), currency), max: money(Number(price.value), currency) }
      : null,
    counted: Math.min(counted, EXAMINED),
    complete: counted <= EXAMINED,
  };
}

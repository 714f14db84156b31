import type { Ctx } from "../../platform/ctx.ts";
import { type InputError, invalidInput } from "../../platform/errors.ts";
import { soldCurrency } from "../catalog/index.ts";
import type { ListQuery } from "./list-query.schema.ts";
import type { ListProducts } from "./list-products.ts";
import type { FacetFilter } from "./selection.repo.ts";

const MAX_FILTERS = 10;
const MAX_LENGTH = 255;

/**
 * What a list is asked for.
 * @throws request.invalid for attribute or option filters that are none
 */
export function listInput(
  ctx: Ctx,
  url: string,
  query: ListQuery,
  search: { q?: string | undefined; facets: boolean },
): ListProducts {
  return {
    currency: soldCurrency(ctx, query.currency, "#/query/currency"),
    sort: query.sort ?? (search.q === undefined ? "-created_at" : "relevance"),
    limit: query.limit,
    cursor: query.cursor,
    q: search.q,
    filters: facetFilters(url, query),
    minPrice: query.min_price,
    maxPrice: query.max_price,
    availability: query.availability,
    facets: search.facets,
  };
}

/** The list's own URL, with nothing but what the page depends on: others get the same page out of the cache. */
export function listUrl(url: string, input: ListProducts): string {
  const own = new URL(url);
  own.search = "";
  const put = (name: string, value: string | number | undefined) => {
    if (value !== undefined) own.searchParams.append(name, String(value));
  };
  put("q", input.q);
  put("sort", input.sort);
  put("limit", input.limit);
  put("currency", input.currency);
  for (const { kind, name, values } of input.filters) {
    for (const value of values) put(name === "" ? kind : `${kind}s[${name}]`, value);
  }
  put("min_price", input.minPrice);
  put("max_price", input.maxPrice);
  put("availability", input.availability?.join());
  return own.href;
}

function facetFilters(url: string, { category, tag, vendor }: ListQuery): FacetFilter[] {
  const one = (kind: FacetFilter["kind"], value: string) => ({ kind, name: "", values: [value] });
  const filters = [
    ...(category === undefined ? [] : [one("category", category)]),
    ...(vendor === undefined ? [] : [one("vendor", vendor)]),
    ...[tag ?? []].flat().map((value) => one("tag", value)),
    ...named(url),
  ];
  if (filters.length > MAX_FILTERS) throw refused("", `takes ${MAX_FILTERS} filters at most`);
  return filters;
}

/** `attributes[Material]=Oak`, `options[Size]=S&options[Size]=M`. */
function named(url: string): FacetFilter[] {
  const found = new Map<string, { kind: "attribute" | "option"; name: string; values: string[] }>();
  for (const [key, value] of new URL(url).searchParams) {
    const parts = /^(attribute|option)s\[(.*)\]$/s.exec(key);
    if (!parts) continue;
    const kind = parts[1] === "attribute" ? "attribute" : "option";
    const name = parts[2] ?? "";
    const isFilter = [name, value].every((text) => text !== "" && text.length <= MAX_LENGTH);
    if (!isFilter) throw refused(`/${kind}s`, `needs a name and a value of up to ${MAX_LENGTH} characters`);
    const filter = found.get(key) ?? { kind, name, values: [] };
    filter.values.push(value);
    found.set(key, filter);
    if (filter.values.length > MAX_FILTERS) throw refused(`/${kind}s`, `takes ${MAX_FILTERS} values at most`);
  }
  return [...found.values()];
}

function refused(member: string, message: string) {
  const error: InputError = { pointer: `#/query${member}`, code: "invalid_filter", message };
  return invalidInput(`The query ${message}.`, { errors: [error] });
}

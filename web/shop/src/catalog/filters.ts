/** What a listing's address may say: the names of the API's own query, so that an address tells the request. */
const SINGLE = ["q", "category", "vendor", "min_price", "max_price", "availability", "sort"];
const GROUPED = /^(?:options|attributes)\[.+\]$/;

/** The listing that an address names; of what it says, what the API knows. */
export function queryOf(search: string, category?: string): URLSearchParams {
  const said = new URLSearchParams(search);
  const query = new URLSearchParams();
  for (const name of SINGLE) {
    const value = said.get(name)?.trim();
    if (value) query.set(name, value);
  }
  for (const [name, value] of said) if (GROUPED.test(name) && value !== "") query.append(name, value);
  if (category !== undefined) query.set("category", category);
  return query;
}

/** The address of a page with another query. */
export function addressOf(path: string, query: URLSearchParams): string {
  const shown = new URLSearchParams(query);
  // A category's page has its slug in its path.
  if (path.startsWith("/categories/")) shown.delete("category");
  const text = shown.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** The query with one value of a filter chosen, or taken back; `single` for filters that take one value. */
export function toggled(
  query: URLSearchParams,
  name: string,
  value: string,
  single = false,
): URLSearchParams {
  const next = new URLSearchParams(query);
  if (next.has(name, value)) next.delete(name, value);
  else if (single) next.set(name, value);
  else next.append(name, value);
  return next;
}

/** The filters that are set, as people take them back one by one. */
export function chosenFilters(query: URLSearchParams): { name: string; value: string }[] {
  return [...query].filter(([name]) => isFilter(name)).map(([name, value]) => ({ name, value }));
}

/** The values of options among the filters that are set. */
export function chosenOptions(query: URLSearchParams): string[] {
  return [...query].filter(([name]) => name.startsWith("options[")).map(([, value]) => value);
}

/** The query without any filter: words, category and order stay. */
export function withoutFilters(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].filter(([name]) => !isFilter(name)));
}

function isFilter(name: string): boolean {
  return !["q", "category", "sort"].includes(name);
}

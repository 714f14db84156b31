/** Where a list is shown with a filter; `displayedFilters` makes its fields visible. */
export function listLink(resource: string, filter: Record<string, unknown>): string {
  const displayed = Object.fromEntries(Object.keys(filter).map((name) => [name, true]));
  const query = new URLSearchParams({
    filter: JSON.stringify(filter),
    displayedFilters: JSON.stringify(displayed),
  });
  return `/${resource}?${query.toString()}`;
}

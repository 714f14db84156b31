import { ApiProblem, problemFrom } from "../../../../../client/index.ts";

/** A file holds at most 10,000 orders; the Link header of each says where the next one goes on. */
const NEXT = /<([^>]+)>;\s*rel="next"/;

/** Saves all orders that a filter finds, file by file, each as soon as it is whole; answers how many files they are. */
export async function exportOrders(filter: Record<string, unknown>): Promise<number> {
  const first = new URL("/api/v1/orders/export", location.origin);
  for (const [name, value] of Object.entries(filter)) {
    if (typeof value === "string" && value !== "") first.searchParams.set(name, value);
  }
  let next: URL | undefined = first;
  let count = 0;
  while (next) {
    const response = await fetch(next, { headers: { Accept: "text/csv, application/problem+json" } });
    if (!response.ok) {
      throw new ApiProblem(problemFrom(await response.json().catch(() => undefined), response));
    }
    const file = await response.blob();
    const link = NEXT.exec(response.headers.get("Link") ?? "")?.[1];
    next = link === undefined ? undefined : new URL(link, location.origin);
    count += 1;
    save(file, next === undefined && count === 1 ? "orders.csv" : `orders-${count}.csv`);
  }
  return count;
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

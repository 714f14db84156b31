import type { Product } from "../../src/modules/catalog/catalog.schema.ts";
import type { Pagination } from "../../src/platform/pagination.ts";
import { type Answer, api, eventsDelivered } from "./api.ts";
import { importCsv } from "./shop.ts";

export interface ProductPage {
  data: Product[];
  pagination: Pagination;
}

/** Imports rows, each an object of the columns that are not blank, and waits until shoppers can see them. */
export async function importRows(rows: readonly Record<string, string>[], query = ""): Promise<void> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const csv = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))]
    .map((cells) => cells.map(quoted).join(","))
    .join("\n");
  const answer = await importCsv(csv, query);
  if (answer.status !== 200 || answer.body["failed"] !== 0) throw new Error(JSON.stringify(answer.body));
  await eventsDelivered();
}

/** GET /products with a query. */
export function listProducts(query: string): Promise<Answer<ProductPage>> {
  return api("GET", `/api/v1/products?${query}`);
}

/** GET /products/{id or slug}. */
export function getProduct(idOrSlug: string, query = ""): Promise<Answer<Product>> {
  return api("GET", `/api/v1/products/${encodeURIComponent(idOrSlug)}${query}`);
}

/** The names in a list, over all its pages, as a shopper reads on. */
export async function walk(query: string): Promise<Product[]> {
  const seen: Product[] = [];
  let path: string | undefined = `/api/v1/products?${query}`;
  while (path !== undefined) {
    const answer: Answer<ProductPage> = await api("GET", path);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    seen.push(...answer.body.data);
    path = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get("Link") ?? "")?.[1];
  }
  return seen;
}

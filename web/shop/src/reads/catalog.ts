import type { Signal } from "@preact/signals";
import { client, dataOf, type Schema } from "../api.ts";
import { currency } from "../shop-facts.ts";
import { known, type Known, readAgain, tellBeforehand } from "./cache.ts";

export type Product = Schema<"Product">;
export type Variant = Schema<"Variant">;
export type Category = Schema<"Category">;

const CATEGORIES_FRESH_MS = 600_000;

/** The currency as a part of queries and of keys, both of which name it only when it is not the shop's first. */
export function inCurrency(): { currency?: string } {
  return currency.value === undefined ? {} : { currency: currency.value };
}

/** All categories, the tree as a list. */
export function categories(): Signal<Known<Category[]>> {
  return known(
    "categories",
    async () => (await dataOf(client.GET("/api/v1/categories"))).data,
    CATEGORIES_FRESH_MS,
  );
}

/** The category that has, or had, a slug which is not among those of now: the API leads on to it. */
export function movedCategory(slug: string): Signal<Known<Category>> {
  const read = () => dataOf(client.GET("/api/v1/categories/{id}", { params: { path: { id: slug } } }));
  return known(`category ${slug}`, read);
}

/** A product by slug or id. */
export function product(id: string): Signal<Known<Product>> {
  return known(productKey(id), readProduct(id));
}

/** Asks for a product again, when that failed. */
export function productAgain(id: string): void {
  readAgain(productKey(id), readProduct(id));
}

/** Products that came with a list: their pages are there at once, and are brought up to date when they are opened. */
export function tellProducts(products: Product[]): void {
  for (const each of products) tellBeforehand(productKey(each.slug), each);
}

/** What else could be of interest to whoever looks at a product. */
export function relatedProducts(id: string): Signal<Known<Product[]>> {
  const query = inCurrency();
  return known(`related ${id} ${query.currency}`, async () => {
    const answer = client.GET("/api/v1/products/{id}/related", { params: { path: { id }, query } });
    const { data } = await dataOf(answer);
    tellProducts(data);
    return data;
  });
}

function readProduct(id: string): () => Promise<Product> {
  const query = inCurrency();
  return () => dataOf(client.GET("/api/v1/products/{id}", { params: { path: { id }, query } }));
}

function productKey(id: string): string {
  return `product ${id} ${inCurrency().currency}`;
}

import { wantedOf } from "../peers.ts";
import { type Case, plain, type World } from "./case.ts";

export const LIST_PATH = "/api/v1/products?limit=20";
export const SEARCH_PATH = "/api/v1/search?q=oak";

/** The hot list, the hot detail page and a hot search against a constant page of exactly the same bytes. */
export function catalogCases({ shop, floors, connections }: World, slug: string): Case[] {
  const row = (name: string, page: string, path: string): Case => ({
    name,
    target: 0.8,
    floor: plain(floors, { url: floors.url, connections, steps: [{ path: `/page/${page}` }] }),
    ours: plain(shop, { url: shop.url, connections, steps: [{ path }] }),
  });
  return [
    { ...row("product list of 20, hot", "list", LIST_PATH), atLeast: wantedOf("productList") },
    row("product detail, hot", "detail", `/api/v1/products/${slug}`),
    row("search, hot", "search", SEARCH_PATH),
  ];
}

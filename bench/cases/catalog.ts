import { type Case, plain, type World } from "./case.ts";

export const LIST_PATH = "/api/v1/products?limit=20";

/** The hot list and the hot detail page against a constant page of exactly the same bytes. */
export function catalogCases({ shop, floors, connections }: World, slug: string): Case[] {
  const get = (url: string, path: string) => ({ url, connections, steps: [{ path }] });
  return [
    {
      name: "product list of 20, hot",
      target: 0.8,
      floor: plain(floors, get(floors.url, "/list")),
      ours: plain(shop, get(shop.url, LIST_PATH)),
    },
    {
      name: "product detail, hot",
      target: 0.8,
      floor: plain(floors, get(floors.url, "/detail")),
      ours: plain(shop, get(shop.url, `/api/v1/products/${slug}`)),
    },
  ];
}

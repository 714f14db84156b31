import type { Shop, Variant } from "../shop.ts";

/** What shoppers look at and buy. */
export interface Goods {
  variants: readonly Variant[];
  slugs: readonly string[];
  categories: readonly string[];
  words: readonly string[];
}

/** Everything that a shop has, but for the products that are left out. */
export async function goodsOf(shop: Shop, without: readonly string[] = []): Promise<Goods> {
  const column = async (sql: string) =>
    (await shop.db.prepare(sql).all<{ value: string }>()).results.map(({ value }) => value);
  return {
    variants: shop.variants.filter(({ product_id }) => !without.includes(product_id)),
    slugs: await column("SELECT slug AS value FROM products ORDER BY slug"),
    categories: await column("SELECT slug AS value FROM categories ORDER BY slug"),
    words: ["Oak", "Steel", "Linen", "Clay", "Wool", "Glass", "Copper", "Cork"],
  };
}

/** Any of them. */
export function anyOf<Item>(items: readonly Item[]): Item {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error("there is nothing to choose from");
  return item;
}

/** Any of them, but every other time one of the first few: as shoppers look at products. */
export function popularOf<Item>(items: readonly Item[]): Item {
  return anyOf(Math.random() < 0.5 ? items.slice(0, 20) : items);
}

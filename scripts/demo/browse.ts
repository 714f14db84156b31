import { Failure } from "../lib/terminal.ts";
import {
  type Category,
  money,
  type Page,
  type Product,
  type Scene,
  type Stock,
  stockLine,
  type Variant,
} from "./shop.ts";

/** How many units the demo buys, over all orders. */
const NEEDED = 5;

/** A variant that is bought, and its stock before that. */
export interface Choice {
  variant: Variant;
  stock: Stock;
}

/** Looks around in the shop as its visitors do, and chooses something of which enough is left. */
export async function browse(scene: Scene): Promise<Choice> {
  const { tell } = scene;
  await tell.ask<Page<Category>>("Which categories are there?", {
    method: "GET",
    path: "/api/v1/categories",
    expect: 200,
    show: ({ data }) => data.map(({ name, product_count }) => `${name} (${product_count})`).join(", "),
  });
  const { body: page } = await tell.ask<Page<Product>>("What can be bought now, cheapest first?", {
    method: "GET",
    path: "/api/v1/products?availability=in_stock&sort=price&limit=50",
    expect: 200,
    show: ({ data }) => [
      ...data.slice(0, 5).map((product) => `${product.name}, ${money(product.price)}`),
      `… ${data.length} products on this page`,
    ],
  });
  const { product, variant } = await choose(scene, page.data);
  await tell.ask<Product>("A closer look at one of them", {
    method: "GET",
    path: `/api/v1/products/${product.slug}`,
    expect: 200,
    show: ({ name, variants, images }) => [
      `${name}: ${variants.length} variants, ${images.length} pictures`,
      ...variants
        .slice(0, 6)
        .map((each) => `${each.sku}  ${each.title}  ${money(each.price)}  ${each.availability}`),
    ],
  });
  return { variant, stock: await readStock(scene, "How many are left? (staff only)", variant) };
}

/** Reads the stock of the variant as a step of the demo. */
export async function readStock({ tell, staff }: Scene, title: string, variant: Variant): Promise<Stock> {
  const path = `/api/v1/inventory/${variant.id}`;
  const show = (stock: Stock) => stockLine(stock);
  return (await tell.ask<Stock>(title, { method: "GET", path, headers: staff, expect: 200, show })).body;
}

/** The first variant that is shipped and of which enough is left; the lists know classes of availability only. */
async function choose(
  { tell, staff }: Scene,
  products: Product[],
): Promise<{ product: Product; variant: Variant }> {
  for (const product of products) {
    for (const variant of product.variants) {
      if (variant.availability !== "in_stock" || !variant.weight_grams) continue;
      const path = `/api/v1/inventory/${variant.id}`;
      const { status, body } = await tell.send<Stock>("GET", path, { headers: staff });
      if (status === 401 || status === 403) {
        throw new Failure(
          "The API key may not read the stock. Set API_KEY to one with the scope inventory:manage.",
        );
      }
      if (status === 200 && body.available >= NEEDED) return { product, variant };
    }
  }
  throw new Failure(
    `Nothing on sale has ${NEEDED} units left. Run npm run catalog:import -- demo/catalog.csv.`,
  );
}

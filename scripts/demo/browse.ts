import type { Schema } from "../../client/index.ts";
import { Failure } from "../lib/terminal.ts";
import { money, newGuest, type Scene, type Stock, stockLine, type Variant } from "./shop.ts";

type Product = Schema<"Product">;

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
  const { client } = newGuest(scene);
  await tell.ask("Which categories are there?", {
    send: () => client.GET("/api/v1/categories"),
    expect: 200,
    show: ({ data }) => data.map(({ name, product_count }) => `${name} (${product_count})`).join(", "),
  });
  const query = { availability: "in_stock", sort: "price", limit: 50 } as const;
  const page = await tell.ask("What can be bought now, cheapest first?", {
    send: () => client.GET("/api/v1/products", { params: { query } }),
    expect: 200,
    show: ({ data }) => [
      ...data.slice(0, 5).map((product) => `${product.name}, ${money(product.price)}`),
      `… ${data.length} products on this page`,
    ],
  });
  const { product, variant } = await choose(scene, page.data);
  await tell.ask("A closer look at one of them", {
    send: () => client.GET("/api/v1/products/{id}", { params: { path: { id: product.slug } } }),
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
export function readStock({ tell, staff }: Scene, title: string, { id }: Variant): Promise<Stock> {
  const params = { path: { variant_id: id } };
  const send = () => staff.GET("/api/v1/inventory/{variant_id}", { params });
  return tell.ask(title, { send, expect: 200, show: stockLine });
}

/** The first variant that is shipped and of which enough is left; the lists know classes of availability only. */
async function choose(
  { staff }: Scene,
  products: readonly Product[],
): Promise<{ product: Product; variant: Variant }> {
  for (const product of products) {
    for (const variant of product.variants) {
      if (variant.availability !== "in_stock" || !variant.weight_grams) continue;
      const params = { path: { variant_id: variant.id } };
      const { data, response } = await staff.GET("/api/v1/inventory/{variant_id}", { params });
      if (response.status === 401 || response.status === 403) {
        throw new Failure(
          "The API key may not read the stock. Set API_KEY to one with the scope inventory:manage.",
        );
      }
      if (data && data.available >= NEEDED) return { product, variant };
    }
  }
  throw new Failure(
    `Nothing on sale has ${NEEDED} units left. Run npm run catalog:import -- demo/catalog.csv.`,
  );
}

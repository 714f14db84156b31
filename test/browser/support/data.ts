import { randomUUID } from "node:crypto";
import { createClient, dataOf, idempotencyKey, type Schema } from "../../../client/index.ts";
import { api, shopUrl } from "./shop.ts";

export type Order = Schema<"Order">;

const ADDRESS = {
  first_name: "Ada",
  last_name: "Lovelace",
  line1: "1 Analytical Way",
  city: "New York",
  region: "NY",
  postal_code: "10001",
  country: "US",
} as const;

export interface OrderOptions {
  /** Default: a new product's only variant. */
  lines?: { sku: string; quantity: number }[];
  email?: string;
  /** Stripe's name of a test card; null places the order unpaid. Default: one that pays. */
  card?: string | null;
}

/** An order as staff see it, with the token by which its guest does. */
export type GuestOrder = Order & { access_token: string };

/** An order that a guest has placed and paid. */
export async function placeOrder(options: OrderOptions = {}): Promise<GuestOrder> {
  const { email = `guest-${randomUUID().slice(0, 8)}@example.com`, card = "pm_card_visa" } = options;
  const lines = options.lines ?? [{ sku: (await newProduct()).sku, quantity: 2 }];
  let token: string | undefined;
  const guest = createClient({
    baseUrl: shopUrl,
    cartToken: { get: () => token, set: (given) => (token = given) },
  });
  for (const body of lines) await dataOf(guest.POST("/api/v1/cart/items", { body }));
  await dataOf(guest.PUT("/api/v1/cart/contact", { body: { email } }));
  await dataOf(guest.PUT("/api/v1/cart/shipping-address", { body: ADDRESS }));
  const { data: ways } = await dataOf(guest.GET("/api/v1/cart/shipping-options"));
  await dataOf(guest.PUT("/api/v1/cart/shipping-option", { body: { id: ways[0]?.id ?? "" } }));
  const { id, access_token } = await dataOf(
    guest.POST("/api/v1/orders", {
      body: card === null ? {} : { payment_method: card },
      params: { header: { "Idempotency-Key": idempotencyKey() } },
    }),
  );
  const order = await dataOf(api.GET("/api/v1/orders/{id}", { params: { path: { id } } }));
  return { ...order, access_token };
}

export interface NewProduct {
  id: string;
  slug: string;
  name: string;
  sku: string;
}

export interface ProductOptions {
  name?: string;
  /** In cents; default 25.00 USD. */
  price?: number;
  /** Units on hand; default 50. */
  stock?: number;
}

/** A product on sale, of one variant that is shipped and in stock. Slug and SKU are its own. */
export async function newProduct(options: ProductOptions = {}): Promise<NewProduct> {
  const mark = randomUUID().slice(0, 8);
  const { name = `Lamp ${mark}`, price = 2_500, stock = 50 } = options;
  const sku = `LAMP-${mark.toUpperCase()}`;
  const product = await dataOf(
    api.POST("/api/v1/products", {
      body: {
        name,
        status: "active",
        variants: [{ sku, price: { amount: price, currency: "USD" }, weight_grams: 400 }],
      },
    }),
  );
  await dataOf(api.POST("/api/v1/inventory/receipts", { body: { items: [{ sku, quantity: stock }] } }));
  return { id: product.id, slug: product.slug, name, sku };
}

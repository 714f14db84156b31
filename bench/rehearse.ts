import assert from "node:assert/strict";
import { type Cart, newCart, placeOrder, readyCart } from "./buyer.ts";
import { LIST_PATH, SEARCH_PATH } from "./cases/catalog.ts";
import type { FloorContent } from "./floors/start.ts";
import { orderRows } from "./floors/order-rows.ts";
import { send } from "./http.ts";
import { salesCheck } from "./sales-check.ts";
import type { Shop } from "./shop.ts";

interface Page {
  data: { id: string; slug: string; variants: unknown[] }[];
  pagination: { has_more: boolean };
}

/**
 * Goes once through everything that will be measured and checks the answers, so that nothing wrong is measured fast.
 * Returns what the floors shall answer and write: the same bytes, the same rows. @throws Error for a wrong answer
 */
export async function rehearse(shop: Shop): Promise<FloorContent & { slug: string }> {
  const list = await send<Page>("GET", `${shop.url}${LIST_PATH}`);
  assert.equal(list.body.data.length, 20, "the list has 20 products");
  assert.equal(
    list.body.pagination.has_more,
    shop.variants.length > 60,
    "the list knows whether there are more",
  );
  const [product] = list.body.data;
  assert(product);
  const detail = await send<Page["data"][number]>("GET", `${shop.url}/api/v1/products/${product.slug}`);
  assert.deepEqual(detail.body, product, "detail and list show the same product");
  assert.equal(detail.body.variants.length, 3);

  const found = await send<Page>("GET", `${shop.url}${SEARCH_PATH}`);
  assert(found.body.data.length > 0, "the search finds something");

  const [variant] = shop.variants;
  assert(variant);
  const token = await newCart(shop, [variant, variant]);
  const cart = await send<Cart>("GET", `${shop.url}/api/v1/cart`, { headers: { "X-Cart-Token": token } });
  assert.equal(cart.body.items.length, 1);
  assert.equal(cart.body.items[0]?.quantity, 2, "two additions make two units");
  assert.deepEqual(cart.body.items[0].problems, []);

  const { drain, check } = await salesCheck(shop);
  const order = await placeOrder(shop, await readyCart(shop));
  assert.deepEqual([order.status, order.payment_status], ["confirmed", "paid"]);
  assert.equal(order.line_items.length, 2);
  await drain();
  await check(1);
  return {
    slug: product.slug,
    list: list.text,
    detail: detail.text,
    search: found.text,
    orderRows: await orderRows(shop.db, order.id),
  };
}

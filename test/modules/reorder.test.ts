import { describe, expect, it } from "vitest";
import type { Cart } from "../../src/modules/cart/cart.schema.ts";
import { makeUser } from "../support/accounts.ts";
import { api, asStaff, eventsDelivered, rows } from "../support/api.ts";
import { fillCart, orderAs } from "../support/customer-cart.ts";
import { atBatch } from "../support/failing-env.ts";
import { callWith } from "../support/call-with.ts";
import { allBreaches, guestOrder } from "../support/orders.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";

type Reordered = { cart: Cart; skipped: { sku: string; reason: string }[]; code: string };

function reorder(path: string, headers: Record<string, string>) {
  return api<Reordered>("POST", `${path}/reorder`, { headers });
}

async function withdraw(variant: { product_id: string }): Promise<void> {
  const answer = await api("PATCH", `/api/v1/products/${variant.product_id}`, {
    body: { is_active: false },
    headers: { ...(await asStaff()) },
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  await eventsDelivered();
}

describe("ordering again", () => {
  it("puts what is still sold into a new cart of a guest, and names what is not", async () => {
    const [sold, gone] = [await makeVariant(), await makeVariant()];
    const cart = await readyCart([
      { variant: sold, quantity: 2 },
      { variant: gone, quantity: 1 },
    ]);
    const { body: order } = await placeOrder(cart);
    await withdraw(gone);
    // What an isolate knows of variants is some seconds old.
    const answer = await eventuallyWithout(gone.sku, () =>
      reorder(`/api/v1/orders/${order.id}`, { "X-Order-Token": order.access_token ?? "" }),
    );
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body.cart.items).toMatchObject([{ sku: sold.sku, quantity: 2 }]);
    expect(answer.body.skipped).toEqual([{ sku: gone.sku, reason: "unavailable" }]);
    const token = answer.headers.get("X-Cart-Token") ?? "";
    const read = await api<Cart>("GET", "/api/v1/cart", { headers: { "X-Cart-Token": token } });
    expect(read.body).toEqual(answer.body.cart);
    expect(read.headers.get("ETag")).toBe(answer.headers.get("ETag"));
    expect(await allBreaches()).toEqual([]);
  }, 20_000);

  it("adds to what is in a customer's cart, once under one key however often it is asked for", async () => {
    const user = await makeUser();
    const variant = await makeVariant({ stock: 50 });
    await fillCart(user.headers, variant, user.email);
    const order = (await orderAs(user.headers)).body;
    await eventsDelivered();
    const other = await makeVariant();
    await api("POST", "/api/v1/cart/items", { body: { sku: other.sku, quantity: 1 }, headers: user.headers });
    const path = `/api/v1/orders/${order.id}`;
    const key = { ...user.headers, "Idempotency-Key": unique("again") };
    const quantityOf = (cart: Cart) => cart.items.find((item) => item.sku === variant.sku)?.quantity;
    const first = await reorder(path, key);
    expect(first.status).toBe(200);
    expect(first.body.cart.items).toHaveLength(2);
    expect(quantityOf(first.body.cart)).toBe(1);
    const again = await reorder(path, key);
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    expect(again.body).toEqual(first.body);
    await Promise.all(Array.from({ length: 5 }, () => reorder(path, key)));
    expect(quantityOf((await api<Cart>("GET", "/api/v1/cart", { headers: user.headers })).body)).toBe(1);
    const another = await reorder(path, { ...user.headers, "Idempotency-Key": unique("again") });
    expect(quantityOf(another.body.cart)).toBe(2);
  });

  it("five times at once under one key, before any was carried out, adds once", async () => {
    const { path, guest, variant } = await guestOrder({ quantity: 2 });
    const token = await readyCart([{ variant: await makeVariant(), quantity: 1 }]);
    const headers = { ...guest, "X-Cart-Token": token, "Idempotency-Key": unique("storm") };
    const answers = await Promise.all(Array.from({ length: 5 }, () => reorder(path, headers)));
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect(answers.map(({ status }) => status)).toContain(200);
    const cart = await api<Cart>("GET", "/api/v1/cart", { headers: { "X-Cart-Token": token } });
    expect(cart.body.items.find((item) => item.sku === variant.sku)?.quantity).toBe(2);
  });

  it("that died before it was recorded goes on under its key, and adds nothing twice", async () => {
    const { path, guest, variant } = await guestOrder({ quantity: 2 });
    const token = await readyCart([{ variant: await makeVariant(), quantity: 1 }]);
    const headers = { ...guest, "X-Cart-Token": token, "Idempotency-Key": unique("died") };
    const dying = atBatch(1, () => Promise.reject(new Error("the Worker died")));
    expect((await callWith(dying, "POST", `${path}/reorder`, { headers })).status).toBe(500);
    const cart = () => api<Cart>("GET", "/api/v1/cart", { headers: { "X-Cart-Token": token } });
    const quantity = async () => (await cart()).body.items.find((item) => item.sku === variant.sku)?.quantity;
    expect(await quantity()).toBe(2);
    expect((await reorder(path, headers)).status).toBe(200);
    expect(await quantity()).toBe(2);
  });

  it("leaves out what the cart takes no more of, and lines of which nothing is left", async () => {
    const variant = await makeVariant({ stock: 5_000, price: "0.10" });
    const { order, path, guest } = await guestOrder({ variant, quantity: 600 });
    const token = await readyCart([{ variant, quantity: 9999 }]);
    const full = await reorder(path, { ...guest, "X-Cart-Token": token });
    expect(full).toMatchObject({
      status: 200,
      body: { skipped: [{ sku: variant.sku, reason: "limit_reached" }] },
    });
    expect(full.body.cart.items).toMatchObject([{ quantity: 9999 }]);
    await rows(
      "UPDATE order_lines SET removed = quantity, quantity = 0, discount = 0, total = 0 WHERE order_id = ?",
      order.id,
    );
    const empty = await reorder(path, guest);
    expect(empty).toMatchObject({ status: 200, body: { cart: { items: [] }, skipped: [] } });
  });

  it("is for who may see the order", async () => {
    const { path } = await guestOrder();
    expect((await reorder(path, {})).status).toBe(401);
    expect((await reorder(path, (await makeUser()).headers)).status).toBe(404);
    expect((await reorder(path, (await guestOrder()).guest)).status).toBe(404);
    const { path: own, guest } = await guestOrder();
    const forged = await reorder(own, { ...guest, "X-Cart-Token": "x.y.z" });
    expect(forged).toMatchObject({ status: 401, body: { code: "cart.token_invalid" } });
  });
});

/** Asks until the isolate has seen that the variant is not sold any more; each time for a cart of its own. */
async function eventuallyWithout(
  sku: string,
  ask: () => ReturnType<typeof reorder>,
): ReturnType<typeof reorder> {
  for (let tries = 0; ; tries++) {
    const answer = await ask();
    const has = answer.body.cart.items.some((item) => item.sku === sku);
    if (!has || tries > 40) return answer;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

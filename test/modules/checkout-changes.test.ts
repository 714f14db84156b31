import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { readCart } from "../../src/modules/cart/index.ts";
import type { CartDifference } from "../../src/modules/checkout/cart-differences.ts";
import { checkCart } from "../../src/modules/checkout/check-cart.ts";
import { readFacts } from "../../src/modules/checkout/read-facts.ts";
import { systemCtx } from "../support/accounts.ts";
import { eventsDelivered, eventually, rows, value } from "../support/api.ts";
import {
  makeVariant,
  NEW_YORK,
  placeOrder,
  readyCart,
  STANDARD_US,
  stockOf,
  unique,
} from "../support/shop.ts";
import { type CartBody, Shopper } from "../support/shopper.ts";

// Between what the shopper saw and the moment of ordering, staff and other buyers change things.

const UNITED_STATES = "01900000-0000-7000-8000-000000000201";
const PARCEL_EUROPE = "01900000-0000-7000-8000-000000000311";

interface Changed {
  code: string;
  differences: CartDifference[];
  cart: CartBody;
}

async function place(cart: string, body: Record<string, unknown> = {}) {
  const answer = await placeOrder(cart, { payment_method: "pm_card_visa", ...body });
  return { status: answer.status, body: answer.body, changed: answer.body as unknown as Changed };
}

function setPrice(variant: { id: string }, amount: number) {
  return rows(
    "UPDATE variant_prices SET amount = ? WHERE variant_id = ? AND currency = 'USD'",
    amount,
    variant.id,
  );
}

function usd(amount: number) {
  return { amount, currency: "USD" };
}

/** A cart with a shipping option of its own, so that changing it concerns no other test. */
async function cartWithOwnRate(amount: number) {
  const rate = crypto.randomUUID();
  await rows(
    "INSERT INTO shipping_rates (id, zone_id, name, currency, amount, position) VALUES (?, ?, ?, 'USD', ?, 9)",
    ...[rate, UNITED_STATES, unique("Rate"), amount],
  );
  const variant = await makeVariant({ stock: 5, price: "20.00" });
  const shopper = new Shopper(await readyCart([{ variant, quantity: 1 }]));
  // Setting the address reads its rates anew.
  await shopper.call("PUT", "/shipping-address", NEW_YORK);
  const chosen = await shopper.call("PUT", "/shipping-option", { id: rate });
  expect(chosen.status).toBe(200);
  return { rate, variant, shopper, cart: shopper.token ?? "", quote: chosen.body.quote_hash };
}

describe("a price that staff changed in between", () => {
  it("is 409 with the differences, and stays refused until the shopper agrees to the new quote", async () => {
    const variant = await makeVariant({ stock: 5, price: "20.00" });
    const cart = await readyCart([{ variant, quantity: 2 }]);
    await setPrice(variant, 25_00);
    const first = await place(cart);
    expect(first).toMatchObject({ status: 409, changed: { code: "checkout.cart_changed" } });
    const [line] = first.changed.cart.items;
    expect(first.changed.differences).toEqual([
      { code: "price_changed", item_id: line?.id, sku: variant.sku, before: usd(20_00), after: usd(25_00) },
      { code: "tax_changed", before: usd(408), after: usd(497) },
      { code: "total_changed", before: usd(50_07), after: usd(60_96) },
    ]);
    expect(line?.problems).toMatchObject([{ code: "price_changed", previous_price: usd(20_00) }]);
    expect(await value("SELECT COUNT(*) FROM order_lines WHERE variant_id = ?", variant.id)).toBe(0);
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 0 });

    const again = await place(cart);
    expect(again).toMatchObject({ status: 409, changed: { differences: first.changed.differences } });
    const agreed = await place(cart, { quote_hash: first.changed.cart.quote_hash });
    expect(agreed).toMatchObject({ status: 201, body: { totals: { total: usd(60_96) } } });
  });

  it("and changed back leaves the quote that the shopper has: the order is placed at it", async () => {
    const variant = await makeVariant({ stock: 5, price: "20.00" });
    const shopper = new Shopper(await readyCart([{ variant, quantity: 1 }]));
    const quote = (await shopper.cart()).quote_hash;
    await setPrice(variant, 25_00);
    expect((await place(shopper.token ?? "", { quote_hash: quote })).status).toBe(409);
    await setPrice(variant, 20_00);
    // The cart itself still remembers 25.
    expect((await place(shopper.token ?? "", { quote_hash: quote })).body).toMatchObject({
      status: "confirmed",
      totals: { subtotal: usd(20_00) },
    });
  });
});

describe("a cart that another tab changed after the quote", () => {
  it("is 409 with the cart as it is, and nothing to tell that the shopper did not do", async () => {
    const variant = await makeVariant({ stock: 5 });
    const shopper = new Shopper(await readyCart([{ variant, quantity: 1 }]));
    const quote = (await shopper.cart()).quote_hash;
    await shopper.add(variant, 2);
    const answer = await place(shopper.token ?? "", { quote_hash: quote });
    expect(answer).toMatchObject({
      status: 409,
      changed: { code: "checkout.cart_changed", differences: [], cart: { items: [{ quantity: 3 }] } },
    });
  });
});

describe("a variant that is archived in between", () => {
  it("is 409 and named as unavailable; without it the rest can be ordered", async () => {
    const gone = await makeVariant({ stock: 5 });
    const stays = await makeVariant({ stock: 5 });
    const shopper = new Shopper(
      await readyCart([
        { variant: gone, quantity: 2 },
        { variant: stays, quantity: 1 },
      ]),
    );
    await rows("UPDATE products SET status = 'archived' WHERE id = ?", gone.product_id);
    const quote = (await shopper.cart()).quote_hash;
    const answer = await place(shopper.token ?? "", { quote_hash: quote });
    expect(answer.status).toBe(409);
    expect(answer.changed.differences).toContainEqual(
      expect.objectContaining({ code: "unavailable", sku: gone.sku, before: 2, after: 0 }),
    );
    const line = answer.changed.cart.items.find((item) => item.sku === gone.sku);
    expect(line?.problems).toMatchObject([{ code: "unavailable" }]);
    await shopper.call("DELETE", `/items/${line?.id}`);
    expect((await place(shopper.token ?? "")).body).toMatchObject({
      status: "confirmed",
      line_items: [{ sku: stays.sku }],
    });
  });
});

describe("stock that is one unit short", () => {
  it("is 409 with how many are left; that many can be ordered, and then there is none", async () => {
    const variant = await makeVariant({ stock: 3 });
    const shopper = new Shopper(await readyCart([{ variant, quantity: 4 }]));
    const answer = await place(shopper.token ?? "");
    expect(answer).toMatchObject({
      status: 409,
      body: {
        code: "inventory.out_of_stock",
        items: [{ variant_id: variant.id, sku: variant.sku, requested: 4, available: 3 }],
      },
    });
    const [line] = (await shopper.cart()).items;
    expect(line?.problems).toMatchObject([{ code: "insufficient_stock", available: 3 }]);
    await shopper.call("PATCH", `/items/${line?.id}`, { quantity: 3 });
    expect((await place(shopper.token ?? "")).status).toBe(201);
    await eventsDelivered();
    expect(await stockOf(variant)).toEqual({ on_hand: 0, reserved: 0 });
  });
});

describe("the shipping option", () => {
  it("of another zone is refused when it is chosen", async () => {
    const variant = await makeVariant({ stock: 5 });
    const shopper = new Shopper(await readyCart([{ variant, quantity: 1 }]));
    expect(await shopper.call("PUT", "/shipping-option", { id: PARCEL_EUROPE })).toMatchObject({
      status: 422,
      body: { code: "cart.shipping_option_unavailable" },
    });
    expect((await shopper.cart()).shipping_option?.id).toBe(STANDARD_US);
  });

  it("of the old address is dropped with it: the order asks for one of the new address", async () => {
    const variant = await makeVariant({ stock: 5 });
    const shopper = new Shopper(await readyCart([{ variant, quantity: 1 }]));
    const { region: _, ...berlin } = { ...NEW_YORK, city: "Berlin", postal_code: "10117", country: "DE" };
    await shopper.call("PUT", "/shipping-address", berlin);
    expect(await place(shopper.token ?? "")).toMatchObject({
      status: 422,
      body: { code: "checkout.incomplete", errors: [{ pointer: "#/shipping_option", code: "missing" }] },
    });
  });

  it("that became dearer in between is 409 with both prices; with the new quote the order is placed", async () => {
    const { rate, shopper, cart, quote } = await cartWithOwnRate(7_00);
    await rows("UPDATE shipping_rates SET amount = 900 WHERE id = ?", rate);
    const answer = await place(cart, { quote_hash: quote });
    expect(answer.status).toBe(409);
    expect(answer.changed.differences).toContainEqual({
      code: "shipping_changed",
      before: expect.objectContaining({ id: rate, price: usd(7_00) }) as unknown,
      after: expect.objectContaining({ id: rate, price: usd(9_00) }) as unknown,
    });
    const now = (await shopper.cart()).quote_hash;
    expect((await place(cart, { quote_hash: now })).body).toMatchObject({ totals: { shipping: usd(9_00) } });
  });

  it("that is not offered any more is 409 with what it was; then one has to be chosen", async () => {
    const { rate, shopper, cart, quote } = await cartWithOwnRate(7_00);
    await rows("DELETE FROM shipping_rates WHERE id = ?", rate);
    const answer = await place(cart, { quote_hash: quote });
    expect(answer.status).toBe(409);
    expect(answer.changed.differences).toContainEqual({
      code: "shipping_changed",
      before: expect.objectContaining({ id: rate }) as unknown,
      after: null,
    });
    expect(await place(cart)).toMatchObject({ status: 422, body: { code: "checkout.incomplete" } });
    await shopper.call("PUT", "/shipping-option", { id: STANDARD_US });
    expect((await place(cart)).status).toBe(201);
  });

  it("that costs nothing, for goods that cost nothing, needs no payment", async () => {
    const { rate, shopper } = await cartWithOwnRate(0);
    const free = await makeVariant({ stock: 2, price: "0.00" });
    for (const { id } of (await shopper.cart()).items) await shopper.call("DELETE", `/items/${id}`);
    await shopper.add(free, 2);
    await shopper.call("PUT", "/shipping-option", { id: rate });
    const placed = await place(shopper.token ?? "");
    expect(placed).toMatchObject({
      status: 201,
      body: {
        status: "confirmed",
        payment_status: "paid",
        payment: null,
        payments: [],
        totals: { total: usd(0) },
      },
    });
    await eventsDelivered();
    expect(await stockOf(free)).toEqual({ on_hand: 0, reserved: 0 });
    expect(await value("SELECT COUNT(*) FROM payments WHERE order_id = ?", placed.body.id)).toBe(0);
  });
});

describe("a total that changes behind the shopper's back", () => {
  /** The rate is dearer, and the cart has found out after an answer that still had the old total. */
  async function dearerInSilence() {
    const own = await cartWithOwnRate(5_00);
    await rows("UPDATE shipping_rates SET amount = 5000 WHERE id = ?", own.rate);
    await evictDurableObject(env.CART.getByName((await own.shopper.cart()).id));
    const seen = await own.shopper.cart();
    expect(seen.problems).toEqual([]);
    const now = await eventually(async () => {
      const cart = await own.shopper.cart();
      return cart.problems.length > 0 ? cart : undefined;
    });
    return { ...own, seen, now };
  }

  it("is shown as a problem, and not ordered until the shopper accepts it, sends its quote or changes the cart", async () => {
    const { shopper, cart, rate, seen, now } = await dearerInSilence();
    expect(seen.totals).toMatchObject({ shipping: usd(5_00), total: usd(27_22) });
    expect(now).toMatchObject({
      version: seen.version + 1,
      totals: { total: usd(76_21) },
      problems: [{ code: "total_changed", action: "accept_changes", previous_total: usd(27_22) }],
    });
    const refused = await place(cart);
    expect(refused).toMatchObject({ status: 409, changed: { code: "checkout.cart_changed" } });
    expect(refused.changed.differences).toEqual([
      {
        code: "shipping_changed",
        before: expect.objectContaining({ id: rate, price: usd(5_00) }) as unknown,
        after: expect.objectContaining({ id: rate, price: usd(50_00) }) as unknown,
      },
      { code: "tax_changed", before: usd(2_22), after: usd(6_21) },
      { code: "total_changed", before: usd(27_22), after: usd(76_21) },
    ]);
    expect((await place(cart, { quote_hash: seen.quote_hash })).status).toBe(409);
    // Who buys says nothing about the price.
    await shopper.call("PUT", "/contact", { email: "other@example.com" });
    expect((await place(cart)).status).toBe(409);
    const accepted = await shopper.call("POST", "/accept-changes");
    expect(accepted.body).toMatchObject({ problems: [], changes: [], totals: now.totals });
    expect((await place(cart)).body).toMatchObject({ totals: { total: usd(76_21) } });
  });

  it("is ordered with the quote of the new total", async () => {
    const { cart, now } = await dearerInSilence();
    expect((await place(cart, { quote_hash: now.quote_hash })).status).toBe(201);
  });

  it("is ordered once the shopper has changed the cart and so seen what it costs", async () => {
    const { shopper, cart, rate } = await dearerInSilence();
    expect((await shopper.call("PUT", "/shipping-option", { id: rate })).body.problems).toEqual([]);
    expect((await place(cart)).body).toMatchObject({ totals: { total: usd(76_21) } });
  });

  it("and back is as if nothing had been", async () => {
    const { shopper, cart, rate, seen } = await dearerInSilence();
    await rows("UPDATE shipping_rates SET amount = 500 WHERE id = ?", rate);
    expect((await shopper.call("GET", "?refresh=true")).body.problems).toEqual([]);
    expect((await place(cart)).body).toMatchObject({ totals: seen.totals });
  });
});

describe("a quote", () => {
  it("does not hold for another place at the same price", async () => {
    const variant = await makeVariant({ stock: 5 });
    const shopper = new Shopper(await readyCart([{ variant, quantity: 1 }]));
    const seen = await shopper.cart();
    const elsewhere = await shopper.call("PUT", "/shipping-address", {
      ...NEW_YORK,
      line1: "9 Elsewhere St",
    });
    expect(elsewhere.body.totals).toEqual(seen.totals);
    expect((await place(shopper.token ?? "", { quote_hash: seen.quote_hash })).status).toBe(409);
    expect((await place(shopper.token ?? "", { quote_hash: elsewhere.body.quote_hash })).status).toBe(201);
  });
});

describe("a refusal", () => {
  it("that writes what it found leaves alone what another tab does meanwhile", async () => {
    const [mug, tea] = [await makeVariant({ stock: 5, price: "20.00" }), await makeVariant({ stock: 5 })];
    const shopper = new Shopper(await readyCart([{ variant: mug, quantity: 1 }]));
    const ref = { id: (await shopper.cart()).id, token: shopper.token, isNew: false };
    const ctx = systemCtx();
    const cart = await readCart(ctx, ref);
    await setPrice(mug, 25_00);
    const facts = await readFacts(ctx, cart);
    await shopper.add(tea, 1);
    await shopper.call("PUT", "/shipping-address", { ...NEW_YORK, region: "HI", postal_code: "96801" });
    const options = await shopper.call<{ data: { id: string }[] }>("GET", "/shipping-options");
    const id = options.body.data[0]?.id;
    const other = (await shopper.call("PUT", "/shipping-option", { id })).body;
    await expect(checkCart(ctx, ref, cart, facts, {}, undefined)).rejects.toMatchObject({
      code: "checkout.cart_changed",
    });
    const left = await shopper.cart();
    expect(left).toMatchObject({
      shipping_address: { region: "HI" },
      shipping_option: other.shipping_option,
      items: [
        { sku: mug.sku, problems: [{ code: "price_changed" }] },
        { sku: tea.sku, problems: [] },
      ],
    });
    expect((await shopper.call("GET", "/shipping-options")).body).toEqual(options.body);
  });
});

describe("an address in a country that is not served", () => {
  it("is 422 shipping.not_served, and nothing is reserved", async () => {
    const variant = await makeVariant({ stock: 5 });
    const shopper = new Shopper(await readyCart([{ variant, quantity: 1 }]));
    const { region: _, ...mcMurdo } = { ...NEW_YORK, city: "McMurdo", country: "AQ" };
    await shopper.call("PUT", "/shipping-address", mcMurdo);
    expect(await place(shopper.token ?? "")).toMatchObject({
      status: 422,
      body: { code: "shipping.not_served", country: "AQ", errors: [{ pointer: "#/shipping_address" }] },
    });
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 0 });
  });

  it("does not matter to what is not sent", async () => {
    const variant = await makeVariant({ stock: 5, digital: true });
    const shopper = new Shopper();
    await shopper.add(variant);
    await shopper.call("PUT", "/contact", { email: "ada@example.com" });
    const { region: _, ...mcMurdo } = { ...NEW_YORK, city: "McMurdo", country: "AQ" };
    await shopper.call("PUT", "/shipping-address", mcMurdo);
    expect((await place(shopper.token ?? "")).status).toBe(201);
  });
});

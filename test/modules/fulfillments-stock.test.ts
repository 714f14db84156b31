import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { checkNightly } from "../../src/modules/inventory/inventory.jobs.ts";
import { createCtx } from "../../src/platform/ctx.ts";
import { api, asStaff, eventsDelivered, rows } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { deliverOutbox, withoutQueue } from "../support/doors.ts";
import { breachesNow, fulfillment, orderNow, type PaidOrder, paidOrder } from "../support/fulfillments.ts";
import { inventory, ledgerOf, MAIN, makeLocation, put } from "../support/inventory.ts";
import { makeVariant, placeOrder, readyCart, stockOf, type TestVariant, unique } from "../support/shop.ts";

afterEach(async () => expect(await breachesNow()).toEqual([]));

const atShipping: Env = Object.assign({}, env, { STOCK_LEAVES_AT: "shipping" });

/** A paid order whose payment was booked while the shop's stock left at shipping. */
async function orderWhereStockWaits(variants: TestVariant[], quantities: number[]): Promise<PaidOrder> {
  const cart = await readyCart(
    variants.map((variant, index) => ({ variant, quantity: quantities[index] ?? 1 })),
  );
  const placed = await callWith<{ id: string; number: string; line_items: { id: string }[] }>(
    withoutQueue(atShipping),
    "POST",
    "/api/v1/orders",
    {
      body: { payment_method: "pm_card_visa" },
      headers: { "X-Cart-Token": cart, "Idempotency-Key": unique("key") },
    },
  );
  expect(placed.status).toBe(201);
  expect(await deliverOutbox(atShipping)).toBe(0);
  const { id, number, line_items } = placed.body;
  return { id, number, token: "", variants, lines: line_items.map((line) => line.id) };
}

const salesOf = (orderId: string) =>
  rows<{ delta: number; balance: number; location_id: string; reference: string | null }>(
    "SELECT delta, balance, location_id, reference FROM stock_movements WHERE order_id = ? ORDER BY rowid",
    orderId,
  );

async function ledgersFit(variant: TestVariant): Promise<void> {
  for (const level of await ledgerOf(variant)) {
    expect(level).toMatchObject({ ledger: level.on_hand, held: level.reserved });
  }
}

describe("with STOCK_LEAVES_AT shipping", () => {
  it("a paid order holds its units, and what is sent leaves the shelf with it, part by part", async () => {
    const variant = await makeVariant({ stock: 10 });
    const order = await orderWhereStockWaits([variant], [3]);
    expect(await stockOf(variant)).toEqual({ on_hand: 10, reserved: 3 });
    expect(await salesOf(order.id)).toEqual([]);
    const [line = ""] = order.lines;
    const first = await fulfillment("POST", order.id, "", { line_items: [{ id: line, quantity: 2 }] });
    expect(await stockOf(variant)).toEqual({ on_hand: 10, reserved: 3 });
    await fulfillment("POST", order.id, `/${first.body.id}/ship`);
    expect(await stockOf(variant)).toEqual({ on_hand: 8, reserved: 1 });
    const rest = await fulfillment("POST", order.id, "", { ship: true });
    expect(await stockOf(variant)).toEqual({ on_hand: 7, reserved: 0 });
    expect(await salesOf(order.id)).toEqual([
      { delta: -2, balance: 8, location_id: MAIN, reference: first.body.id },
      { delta: -1, balance: 7, location_id: MAIN, reference: rest.body.id },
    ]);
    await ledgersFit(variant);
  });

  it("a part that is cancelled keeps its units held, for the next one to send", async () => {
    const variant = await makeVariant({ stock: 10 });
    const order = await orderWhereStockWaits([variant], [2]);
    const { body } = await fulfillment("POST", order.id);
    await fulfillment("POST", order.id, `/${body.id}/cancel`);
    expect(await stockOf(variant)).toEqual({ on_hand: 10, reserved: 2 });
    await fulfillment("POST", order.id, "", { ship: true });
    expect(await stockOf(variant)).toEqual({ on_hand: 8, reserved: 0 });
    await ledgersFit(variant);
  });

  it("the nightly check finds nothing wrong with what waits, and what is sent twice as late is sold once", async () => {
    const variant = await makeVariant({ stock: 10 });
    const order = await orderWhereStockWaits([variant], [2]);
    const { body } = await fulfillment("POST", order.id);
    const night = new Date("2031-03-01T03:10:00.000Z");
    for (const bindings of [env, atShipping]) {
      night.setUTCDate(night.getUTCDate() + 1);
      const ctx = createCtx(
        bindings,
        { kind: "system", job: "t" },
        { waitUntil: () => undefined, now: () => night },
      );
      expect(await checkNightly(ctx)).toMatch(/ 0 breaches$/);
    }
    const ships = [1, 2, 3].map(() => fulfillment("POST", order.id, `/${body.id}/ship`));
    expect((await Promise.all(ships)).map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await stockOf(variant)).toEqual({ on_hand: 8, reserved: 0 });
  });

  it("the payment's event that comes after the shipping books the rest only", async () => {
    for (const bindings of [env, atShipping]) {
      const variant = await makeVariant({ stock: 10 });
      const cart = await readyCart([{ variant, quantity: 3 }]);
      const placed = await callWith<{ id: string; line_items: { id: string }[] }>(
        withoutQueue(bindings),
        "POST",
        "/api/v1/orders",
        {
          body: { payment_method: "pm_card_visa" },
          headers: { "X-Cart-Token": cart, "Idempotency-Key": unique("key") },
        },
      );
      const { id, line_items } = placed.body;
      const shipped = await callWith(withoutQueue(bindings), "POST", `/api/v1/orders/${id}/fulfillments`, {
        body: { line_items: [{ id: line_items[0]?.id, quantity: 2 }], ship: true },
        headers: await asStaff(),
      });
      expect(shipped.status).toBe(201);
      expect(await stockOf(variant)).toEqual({ on_hand: 8, reserved: 1 });
      expect(await deliverOutbox(bindings)).toBe(0);
      expect(await stockOf(variant)).toEqual(
        bindings === env ? { on_hand: 7, reserved: 0 } : { on_hand: 8, reserved: 1 },
      );
      await ledgersFit(variant);
    }
  });
});

describe("orders from before the setting was changed", () => {
  it("to shipping: what was sold with the payment is not sold again", async () => {
    const order = await paidOrder([2]);
    const [variant] = order.variants;
    if (!variant) throw new Error("unreachable");
    const before = await stockOf(variant);
    const path = `/api/v1/orders/${order.id}/fulfillments`;
    const shipped = await callWith(withoutQueue(atShipping), "POST", path, {
      body: { ship: true },
      headers: await asStaff(),
    });
    expect(shipped.status).toBe(201);
    await deliverOutbox(atShipping);
    expect(await stockOf(variant)).toEqual(before);
    expect(await salesOf(order.id)).toHaveLength(1);
    await ledgersFit(variant);
  });

  it("to payment: what was held is sold when it is sent", async () => {
    const variant = await makeVariant({ stock: 5 });
    const order = await orderWhereStockWaits([variant], [2]);
    expect((await fulfillment("POST", order.id, "", { ship: true })).status).toBe(201);
    await eventsDelivered();
    expect(await stockOf(variant)).toEqual({ on_hand: 3, reserved: 0 });
    expect(await orderNow(order.id)).toMatchObject({ status: "shipped" });
    await ledgersFit(variant);
  });
});

describe("where the units leave from", () => {
  it("is known of every part, at payment as at shipping, and is where the stock is taken", async () => {
    for (const waits of [false, true]) {
      const variant = await makeVariant({ stock: 2 });
      const place = await makeLocation();
      await put(variant, place.id, 2);
      const order = waits
        ? await orderWhereStockWaits([variant], [4])
        : await placeOrder(await readyCart([{ variant, quantity: 4 }])).then(({ body }) => ({
            id: body.id,
            lines: body.line_items.map(({ id }) => id),
          }));
      await eventsDelivered();
      const [line = ""] = order.lines;
      const taken: { location_id: string; quantity: number }[] = [];
      for (const quantity of [1, 3]) {
        const { body } = await fulfillment("POST", order.id, "", {
          line_items: [{ id: line, quantity }],
          ship: true,
        });
        const locations = body.line_items[0]?.locations ?? [];
        expect(locations.reduce((sum, each) => sum + each.quantity, 0)).toBe(quantity);
        taken.push(...locations);
        if (!waits) continue;
        const sales = (await salesOf(order.id)).filter((sale) => sale.reference === body.id);
        expect(sales.map(({ location_id, delta }) => [location_id, -delta]).sort()).toEqual(
          locations.map((each) => [each.location_id, each.quantity]).sort(),
        );
      }
      const at = (id: string) =>
        taken.filter((each) => each.location_id === id).reduce((sum, each) => sum + each.quantity, 0);
      expect([at(MAIN), at(place.id)]).toEqual([2, 2]);
      expect(await stockOf(variant)).toEqual({ on_hand: 0, reserved: 0 });
      await ledgersFit(variant);
      await inventory("PATCH", `/locations/${place.id}`, { active: false });
    }
  });

  it("stays so when the payment is booked between a look at the stock and the fulfillment", async () => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 3 }]);
    const placed = await callWith<{ id: string; line_items: { id: string }[] }>(
      withoutQueue(env),
      "POST",
      "/api/v1/orders",
      {
        body: { payment_method: "pm_card_visa" },
        headers: { "X-Cart-Token": cart, "Idempotency-Key": unique("key") },
      },
    );
    const { id, line_items } = placed.body;
    const [made] = await Promise.all([
      fulfillment("POST", id, "", { line_items: [{ id: line_items[0]?.id, quantity: 2 }] }),
      deliverOutbox(env),
    ]);
    expect(made.status).toBe(201);
    await eventsDelivered();
    expect(await stockOf(variant)).toEqual({ on_hand: 2, reserved: 0 });
    await ledgersFit(variant);
    expect((await api("GET", `/api/v1/orders/${id}`, { headers: await asStaff() })).status).toBe(200);
  });
});

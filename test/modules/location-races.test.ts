import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { deliverOutbox, deliverTo, withoutQueue } from "../support/doors.ts";
import { beforeBatchWith, placeOrderWith } from "../support/failing-env.ts";
import { breaches } from "../support/invariants.ts";
import { inventory, MAIN, makeLocation, put, timesToldLow } from "../support/inventory.ts";
import {
  expireHereOnly,
  makeVariant,
  placeOrder,
  readyCart,
  stripe,
  takeWebhooks,
  type TestVariant,
  unique,
} from "../support/shop.ts";

// What others do to the locations between the look and the batch that was decided on it.

const PAID = { payment_method: "pm_card_visa" };
const PLACES = /INSERT INTO "orders"/;

async function twoLocations(atMain: number, elsewhere: number) {
  const variant = await makeVariant({ stock: atMain });
  const place = await makeLocation();
  await put(variant, place.id, elsewhere);
  await eventsDelivered();
  return { variant, place };
}

/** How many units of a variant orders took from a location. */
function takenFrom(variant: TestVariant, locationId: string): Promise<number> {
  return value(
    "SELECT COALESCE(SUM(quantity), 0) FROM stock_reservations WHERE variant_id = ? AND location_id = ? AND state <> 'released'",
    variant.id,
    locationId,
  );
}

async function expectInvariants(): Promise<void> {
  await eventsDelivered();
  expect(await breaches(rows, { atRest: true, stripe: (path) => stripe("GET", path) })).toEqual([]);
}

describe("an order whose units were taken by another between its look and its batch", () => {
  it("takes them from the other location that has some", async () => {
    const { variant, place } = await twoLocations(1, 1);
    const [first, second] = [
      await readyCart([{ variant, quantity: 1 }]),
      await readyCart([{ variant, quantity: 1 }]),
    ];
    const racing = beforeBatchWith(PLACES, () => placeOrder(second));
    expect((await placeOrderWith(racing, first, PAID, unique("key"))).status).toBe(201);
    expect([await takenFrom(variant, MAIN), await takenFrom(variant, place.id)]).toEqual([1, 1]);
    await expectInvariants();
  });

  it("is told what is left when no location has enough", async () => {
    const { variant } = await twoLocations(2, 1);
    const [first, second] = [
      await readyCart([{ variant, quantity: 3 }]),
      await readyCart([{ variant, quantity: 2 }]),
    ];
    const racing = beforeBatchWith(PLACES, () => placeOrder(second));
    const answer = await placeOrderWith(racing, first, PAID, unique("key"));
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({
      code: "inventory.out_of_stock",
      items: [{ variant_id: variant.id, requested: 3, available: 1 }],
    });
    await expectInvariants();
  });
});

describe("an order whose location is closed between its look and its batch", () => {
  it("takes nothing from there: elsewhere, or not at all", async () => {
    const { variant, place } = await twoLocations(0, 5);
    const other = await makeLocation({ priority: 9 });
    await put(variant, other.id, 2);
    for (const [closed, status] of [
      [place.id, 201],
      [other.id, 409],
    ] as const) {
      const cart = await readyCart([{ variant, quantity: 1 }]);
      const racing = beforeBatchWith(PLACES, () =>
        inventory("PATCH", `/locations/${closed}`, { active: false }),
      );
      expect((await placeOrderWith(racing, cart, PAID, unique("key"))).status).toBe(status);
      expect(await takenFrom(variant, closed)).toBe(closed === place.id ? 0 : 1);
    }
    await expectInvariants();
  });
});

describe("money after the hold whose units are taken by another at the same time", () => {
  it("gets those of another location, and is not given back", async () => {
    const variant = await makeVariant({ stock: 1 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {});
    const intent = String(placed.body.payment?.client_secret).split("_secret_")[0] ?? "";
    await takeWebhooks();
    await expireHereOnly(placed.body.id, variant);
    const place = await makeLocation();
    await put(variant, place.id, 1);
    await eventsDelivered();
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const form = { payment_method: "pm_card_visa", return_url: "https://shop.example.com" };
    await stripe("POST", `/v1/payment_intents/${intent}/confirm`, form);
    const slow = withoutQueue(
      beforeBatchWith(/UPDATE stock_levels SET .*reserved \+ a\.quantity/s, () => placeOrder(cart)),
    );
    for (const delivery of await takeWebhooks()) await deliverTo(slow, delivery);
    for (let round = 1; round <= 3; round++) await deliverOutbox(slow);
    await eventsDelivered();
    expect(
      await rows(
        "SELECT o.status, p.refunded FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.id = ?",
        placed.body.id,
      ),
    ).toEqual([{ status: "confirmed", refunded: 0 }]);
    expect([await takenFrom(variant, MAIN), await takenFrom(variant, place.id)]).toEqual([1, 1]);
    await expectInvariants();
  });
});

describe("a delivery that comes while a variant is found to be low", () => {
  it("leaves it unmarked: the next fall is told", async () => {
    const variant = await makeVariant({ stock: 10 });
    const headers = await asStaff(["inventory:manage"]);
    const fall = await callWith(withoutQueue(env), "POST", "/api/v1/inventory/adjustments", {
      body: { sku: variant.sku, delta: -6, reason: "x" },
      headers,
    });
    expect(fall.status).toBe(201);
    const racing = beforeBatchWith(/is_low = CASE/, () =>
      inventory("POST", "/receipts", { items: [{ sku: variant.sku, quantity: 10 }] }),
    );
    await deliverOutbox(racing);
    await eventsDelivered();
    expect(await timesToldLow(variant)).toBe(0);
    await inventory("POST", "/adjustments", { sku: variant.sku, delta: -12, reason: "x" });
    await eventsDelivered();
    expect(await timesToldLow(variant)).toBe(1);
  });
});

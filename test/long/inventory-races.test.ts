import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventsDelivered, rows, value } from "../support/api.ts";
import {
  inventory,
  ledgerOf,
  MAIN,
  makeLocation,
  put,
  stockNow,
  timesToldLow,
} from "../support/inventory.ts";
import { manage } from "../support/products.ts";
import { importCsv, makeVariant, placeOrder, readyCart, stockOf, type TestVariant } from "../support/shop.ts";

async function expectLedgerHolds(variant: TestVariant): Promise<void> {
  const levels = await ledgerOf(variant);
  expect(levels.length).toBeGreaterThan(0);
  for (const level of levels) {
    expect(level.ledger).toBe(level.on_hand);
    expect(level.held).toBe(level.reserved);
  }
}

describe("parallel changes", () => {
  it("50 adjustments, counts, transfers, receipts and sales at once keep on_hand, ledger and reservations equal", async () => {
    const variant = await makeVariant({ stock: 60 });
    const place = await makeLocation();
    await put(variant, place.id, 20);
    const carts = await Promise.all(Array.from({ length: 15 }, () => readyCart([{ variant, quantity: 3 }])));
    const { etag } = await stockNow(variant);
    const reason = "race";
    const sku = variant.sku;
    const changes: (() => Promise<{ status: number }>)[] = [
      ...carts.map((cart, index) => () => placeOrder(cart, index % 3 === 0 ? {} : undefined)),
      ...Array.from(
        { length: 12 },
        (_, index) => () =>
          inventory("POST", "/adjustments", { sku, delta: index % 2 === 0 ? 2 : -3, reason }),
      ),
      ...Array.from({ length: 12 }, (_, index) => () => {
        const [from, to] = index % 2 === 0 ? [MAIN, place.id] : [place.id, MAIN];
        const body = { sku, from_location_id: from, to_location_id: to, quantity: 4, reason };
        return inventory("POST", "/transfers", body);
      }),
      ...Array.from(
        { length: 8 },
        () => () => inventory("POST", "/receipts", { location_id: place.id, items: [{ sku, quantity: 1 }] }),
      ),
      ...Array.from(
        { length: 3 },
        (_, index) => () =>
          inventory(
            "PUT",
            `/${variant.id}/levels/${place.id}`,
            { on_hand: 30 + index, reason },
            { "If-Match": etag },
          ),
      ),
    ];
    expect(changes).toHaveLength(50);
    const seed = Math.floor(Math.random() * 2 ** 31);
    const shuffled =
      fc.sample(fc.shuffledSubarray(changes, { minLength: 50 }), { seed, numRuns: 1 })[0] ?? [];
    const answers = await Promise.all(shuffled.map((change) => change()));
    for (const { status } of answers) expect([200, 201, 409, 412], `seed ${seed}`).toContain(status);
    await eventsDelivered();
    await expectLedgerHolds(variant);
    const movements = await value(
      `SELECT COUNT(*) FROM stock_movements WHERE variant_id = ? AND balance IS NULL`,
      variant.id,
    );
    expect(movements).toBe(0);
    // The ledger can be read as a story: each movement starts where the one before it at the level ended.
    const broken = await value(
      `SELECT COUNT(*) FROM (
         SELECT balance - delta AS before, LAG(balance, 1, 0) OVER (PARTITION BY location_id ORDER BY rowid) AS was
         FROM stock_movements WHERE variant_id = ?) WHERE before <> was`,
      variant.id,
    );
    expect(broken).toBe(0);
  });

  it("of two counts with the same ETag one is told that it is out of date, whoever comes first", async () => {
    const variant = await makeVariant({ stock: 10 });
    const { etag } = await stockNow(variant);
    const count = (onHand: number) =>
      inventory(
        "PUT",
        `/${variant.id}/levels/${MAIN}`,
        { on_hand: onHand, reason: "count" },
        { "If-Match": etag },
      );
    const answers = await Promise.all([count(8), count(9)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
    expect(answers.find((answer) => answer.status === 412)?.body).toMatchObject({
      code: "resource.precondition_failed",
    });
    const won = answers.find((answer) => answer.status === 200)?.body.on_hand;
    expect(await stockOf(variant)).toEqual({ on_hand: won, reserved: 0 });
    await expectLedgerHolds(variant);
  });

  it("a count is out of date when a sale, a policy or another location's stock changed in between", async () => {
    const variant = await makeVariant({ stock: 10 });
    const place = await makeLocation();
    const between: (() => Promise<unknown>)[] = [
      async () => placeOrder(await readyCart([{ variant, quantity: 1 }]), {}),
      () => inventory("PATCH", `/${variant.id}`, { low_stock_threshold: 3 }),
      () => put(variant, place.id, 1),
    ];
    for (const change of between) {
      const { etag } = await stockNow(variant);
      await change();
      const stale = await inventory(
        "PUT",
        `/${variant.id}/levels/${MAIN}`,
        { on_hand: 50, reason: "count" },
        { "If-Match": etag },
      );
      expect(stale.status).toBe(412);
      for (const [path, body] of [
        ["/adjustments", { sku: variant.sku, delta: 1, reason: "x" }],
        [
          "/transfers",
          { sku: variant.sku, from_location_id: MAIN, to_location_id: place.id, quantity: 1, reason: "x" },
        ],
      ] as const) {
        expect((await inventory("POST", path, body, { "If-Match": etag })).status).toBe(412);
      }
      expect(
        (await inventory("PATCH", `/${variant.id}`, { low_stock_threshold: 4 }, { "If-Match": etag })).status,
      ).toBe(412);
    }
    expect((await stockNow(variant)).on_hand).toBe(11);
  });

  it("20 transfers of 3 out of 10 move 9, and never what orders hold", async () => {
    const variant = await makeVariant({ stock: 12 });
    const place = await makeLocation({ active: false });
    expect((await placeOrder(await readyCart([{ variant, quantity: 2 }]), {})).status).toBe(201);
    const body = {
      sku: variant.sku,
      from_location_id: MAIN,
      to_location_id: place.id,
      quantity: 3,
      reason: "x",
    };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => inventory("POST", "/transfers", body)),
    );
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(3);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer).toMatchObject({ status: 409, body: { code: "inventory.not_available", requested: 3 } });
    }
    expect((await stockNow(variant)).levels).toMatchObject([
      { on_hand: 3, reserved: 2 },
      { on_hand: 9, reserved: 0, available: 0 },
    ]);
    await expectLedgerHolds(variant);
  });

  it("a transfer takes only what is on hand, also where back-orders are allowed", async () => {
    const variant = await makeVariant({ stock: 2, policy: "continue" });
    const place = await makeLocation();
    const body = {
      sku: variant.sku,
      from_location_id: MAIN,
      to_location_id: place.id,
      quantity: 3,
      reason: "x",
    };
    const refused = await inventory("POST", "/transfers", body);
    expect(refused).toMatchObject({ status: 409, body: { code: "inventory.not_available", available: 2 } });
    const empty = { ...body, from_location_id: place.id, to_location_id: MAIN, quantity: 1 };
    expect((await inventory("POST", "/transfers", empty)).status).toBe(409);
    expect(await ledgerOf(variant)).toHaveLength(1);
  });
});

describe("taking from the shelf where back-orders are allowed", () => {
  it("cannot take more than is on it, also when a parallel change was faster", async () => {
    const variant = await makeVariant({ stock: 3, policy: "continue" });
    const take = (delta: number) =>
      inventory("POST", "/adjustments", { sku: variant.sku, delta, reason: "Broken" });
    expect(await take(-4)).toMatchObject({
      status: 409,
      body: { code: "inventory.below_reserved", on_hand: 3, reserved: 0 },
    });
    const answers = await Promise.all([take(-2), take(-2), take(-2)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await stockOf(variant)).toEqual({ on_hand: 1, reserved: 0 });
    await placeOrder(await readyCart([{ variant, quantity: 3 }]));
    await eventsDelivered();
    expect(await stockOf(variant)).toEqual({ on_hand: -2, reserved: 0 });
    expect((await take(-1)).status).toBe(409);
    expect((await take(1)).status).toBe(201);
    await expectLedgerHolds(variant);
  });
});

describe("back-orders with a limit", () => {
  it("30 parallel orders over 4 units and a limit of 6 give exactly 10, and the database refuses the 11th", async () => {
    const variant = await makeVariant({ stock: 4 });
    await inventory("PATCH", `/${variant.id}`, { backorder: { allowed: true, limit: 6 } });
    const carts = await Promise.all(Array.from({ length: 30 }, () => readyCart([{ variant, quantity: 1 }])));
    const answers = await Promise.all(
      carts.map((cart, index) => placeOrder(cart, index % 2 ? {} : undefined)),
    );
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(10);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer).toMatchObject({
        status: 409,
        body: { code: "inventory.out_of_stock", items: [{ available: 0 }] },
      });
    }
    await eventsDelivered();
    const { on_hand, reserved } = await stockOf(variant);
    expect(reserved - on_hand).toBe(6);
    await expectLedgerHolds(variant);
    const takeAway = { sku: variant.sku, delta: -1, reason: "x" };
    expect(await inventory("POST", "/adjustments", takeAway)).toMatchObject({
      status: 409,
      body: { code: "inventory.below_reserved" },
    });
  });
});

describe("whether a variant may be back-ordered", () => {
  it("is the same for products and inventory, however both are edited at once", async () => {
    const variant = await makeVariant({ stock: 5 });
    const edits = Array.from({ length: 12 }, (_, index) =>
      index % 3 === 0
        ? inventory("PATCH", `/${variant.id}`, { backorder: { allowed: index % 2 === 0 } })
        : manage("PATCH", `/products/${variant.product_id}/variants/${variant.id}`, {
            ...(index % 3 === 1
              ? { inventory_policy: index % 2 === 0 ? "continue" : "deny" }
              : { barcode: `${index}` }),
          }),
    );
    for (const { status } of await Promise.all(edits)) expect([200, 409]).toContain(status);
    const [row] = await rows(
      `SELECT v.inventory_policy = 'continue' AS policy, s.backorder AS backorder
       FROM product_variants v JOIN stock_levels s ON s.variant_id = v.id WHERE v.id = ?`,
      variant.id,
    );
    expect(row?.["backorder"]).toBe(row?.["policy"]);
  });
});

describe("low stock", () => {
  it("is told once for each time that parallel sales take a variant below its threshold", async () => {
    const variant = await makeVariant({ stock: 25 });
    await inventory("PATCH", `/${variant.id}`, { low_stock_threshold: 10 });
    const sell = async (count: number) => {
      const carts = await Promise.all(
        Array.from({ length: count }, () => readyCart([{ variant, quantity: 1 }])),
      );
      const answers = await Promise.all(carts.map((cart) => placeOrder(cart)));
      expect(answers.every((answer) => answer.status === 201)).toBe(true);
      await eventsDelivered();
    };
    await sell(15);
    expect(await timesToldLow(variant)).toBe(0);
    await sell(5);
    expect(await timesToldLow(variant)).toBe(1);
    await sell(3);
    expect(await timesToldLow(variant)).toBe(1);
    await inventory("POST", "/receipts", { items: [{ sku: variant.sku, quantity: 23 }] });
    await eventsDelivered();
    expect(await timesToldLow(variant)).toBe(1);
    await sell(20);
    expect(await timesToldLow(variant)).toBe(2);
  });

  it("is not told of a variant that was never above, nor of what only moves between locations", async () => {
    const variant = await makeVariant({ stock: 3 });
    const place = await makeLocation();
    await inventory("POST", "/adjustments", { sku: variant.sku, delta: -1, reason: "x" });
    await eventsDelivered();
    expect(await timesToldLow(variant)).toBe(0);
    const full = await makeVariant({ stock: 8 });
    for (const [from, to] of [
      [MAIN, place.id],
      [place.id, MAIN],
    ]) {
      const body = { sku: full.sku, from_location_id: from, to_location_id: to, quantity: 5, reason: "x" };
      expect((await inventory("POST", "/transfers", body)).status).toBe(201);
      await eventsDelivered();
    }
    expect(await timesToldLow(full)).toBe(0);
  });

  it("is told when a threshold rises, an import lowers the stock, or a location closes", async () => {
    const place = await makeLocation();
    const [raised, imported, closed] = await Promise.all([
      makeVariant({ stock: 10 }),
      makeVariant({ stock: 10 }),
      makeVariant({ stock: 1 }),
    ]);
    await put(closed, place.id, 10);
    await inventory("PATCH", `/${raised.id}`, { low_stock_threshold: 11 });
    await importCsv(
      `Handle,Title,Variant SKU,Variant Inventory Qty,Variant Price\n${imported.sku.toLowerCase()},T,${imported.sku},5,20.00`,
    );
    await inventory("PATCH", `/locations/${place.id}`, { active: false });
    await eventsDelivered();
    for (const variant of [raised, imported, closed]) expect(await timesToldLow(variant)).toBe(1);
  });
});

import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { cancelOpenFulfillments } from "../../src/modules/fulfillment/index.ts";
import { giveBackStmts, restockStmts, sellStmts, stockChanged } from "../../src/modules/inventory/index.ts";
import { changeOrder, happening, transition } from "../../src/modules/orders/index.ts";
import { commit } from "../../src/platform/commit.ts";
import { createCtx } from "../../src/platform/ctx.ts";
import { systemCtx } from "../support/accounts.ts";
import { eventsDelivered, rows } from "../support/api.ts";
import { beforeBatchWith } from "../support/failing-env.ts";
import { fulfillment, orderNow, orderOf, type PaidOrder } from "../support/fulfillments.ts";
import { INVARIANTS } from "../support/invariants.ts";
import { inventory, MAIN, makeLocation, put } from "../support/inventory.ts";
import { makeVariant, placeOrder, readyCart, stockOf } from "../support/shop.ts";

const STOCK = [
  "on hand is not less than reserved, reserved not less than 0, unless back-orders are allowed",
  "reserved is the sum of the open reservations",
  "on hand is the sum of the ledger",
  "every order that is not closed has its stock, line by line; a closed one has none",
  "what was sold is in the ledger",
  "the units of a fulfillment are set aside for it, and have left the stock once it was sent",
];

afterEach(async () => {
  for (const name of STOCK) {
    const sql = INVARIANTS[name];
    if (sql === undefined) throw new Error(`there is no invariant "${name}"`);
    expect(await rows(sql), name).toEqual([]);
  }
});

/** Takes units out of an order as a change of it does; the money is another module's. */
async function takeOut(
  order: Pick<PaidOrder, "id">,
  units: { orderLineId: string; quantity: number }[],
  options: { restock?: boolean } = {},
  bindings: Env = env,
): Promise<void> {
  const ctx = createCtx(bindings, { kind: "system", job: "test" }, { waitUntil: () => undefined });
  await changeOrder(ctx, order.id, async (row) => ({
    steps: [happening(row, "units_cancelled")],
    result: undefined,
    audit: { action: "test" },
    ...(await giveBackStmts(ctx, order.id, units, options).then((stock) => ({
      ...stock,
      statements: [...units.map(shrunk), ...stock.statements],
    }))),
  }));
}

/** The line with so many units less. */
function shrunk({ orderLineId, quantity }: { orderLineId: string; quantity: number }) {
  return sql`UPDATE order_lines SET quantity = quantity - ${quantity}, removed = removed + ${quantity},
    total = (quantity - ${quantity}) * unit_price - discount WHERE id = ${orderLineId}`;
}

const movements = (orderId: string) =>
  rows<{ kind: string; delta: number; balance: number }>(
    "SELECT kind, delta, balance FROM stock_movements WHERE order_id = ? ORDER BY rowid",
    orderId,
  );

describe("units that are taken out of an order", () => {
  it("come back on the shelf when they were sold: the ledger undoes the sale", async () => {
    const variant = await makeVariant({ stock: 10 });
    const order = await orderOf([variant], [4]);
    const [line = ""] = order.lines;
    expect(await stockOf(variant)).toEqual({ on_hand: 6, reserved: 0 });
    await takeOut(order, [{ orderLineId: line, quantity: 3 }]);
    expect(await stockOf(variant)).toEqual({ on_hand: 9, reserved: 0 });
    expect(await movements(order.id)).toEqual([
      { kind: "sale", delta: -4, balance: 6 },
      { kind: "sale", delta: 3, balance: 9 },
    ]);
  });

  it("are released when they are only held", async () => {
    const variant = await makeVariant({ stock: 10 });
    const { body } = await placeOrder(await readyCart([{ variant, quantity: 4 }]), {});
    expect(await stockOf(variant)).toEqual({ on_hand: 10, reserved: 4 });
    await takeOut(body, [{ orderLineId: body.line_items[0]?.id ?? "", quantity: 1 }]);
    expect(await stockOf(variant)).toEqual({ on_hand: 10, reserved: 3 });
    expect(await movements(body.id)).toEqual([]);
  });

  it("are written off instead where they are not fit to be sold, held or sold", async () => {
    const variant = await makeVariant({ stock: 10 });
    const sold = await orderOf([variant], [2]);
    await takeOut(sold, [{ orderLineId: sold.lines[0] ?? "", quantity: 1 }], { restock: false });
    expect(await stockOf(variant)).toEqual({ on_hand: 8, reserved: 0 });
    expect(await movements(sold.id)).toEqual([
      { kind: "sale", delta: -2, balance: 8 },
      { kind: "sale", delta: 1, balance: 9 },
      { kind: "adjustment", delta: -1, balance: 8 },
    ]);
    const { body: held } = await placeOrder(await readyCart([{ variant, quantity: 3 }]), {});
    await takeOut(held, [{ orderLineId: held.line_items[0]?.id ?? "", quantity: 3 }], { restock: false });
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 0 });
  });

  it("that were promised without being there are not written off", async () => {
    const variant = await makeVariant({ stock: 1, policy: "continue" });
    const order = await orderOf([variant], [3]);
    expect(await stockOf(variant)).toEqual({ on_hand: -2, reserved: 0 });
    await takeOut(order, [{ orderLineId: order.lines[0] ?? "", quantity: 3 }], { restock: false });
    expect(await stockOf(variant)).toEqual({ on_hand: 0, reserved: 0 });
  });

  it("that others hold are not written off in their place", async () => {
    const variant = await makeVariant({ stock: 2, policy: "continue" });
    const { body: first } = await placeOrder(await readyCart([{ variant, quantity: 2 }]), {});
    const { body: second } = await placeOrder(await readyCart([{ variant, quantity: 3 }]), {});
    await takeOut(second, [{ orderLineId: second.line_items[0]?.id ?? "", quantity: 3 }], { restock: false });
    expect(await stockOf(variant)).toEqual({ on_hand: 2, reserved: 2 });
    await takeOut(first, [{ orderLineId: first.line_items[0]?.id ?? "", quantity: 1 }], { restock: false });
    expect(await stockOf(variant)).toEqual({ on_hand: 1, reserved: 1 });
  });

  it("go back to the locations that they are from", async () => {
    const variant = await makeVariant({ stock: 2 });
    const place = await makeLocation();
    await put(variant, place.id, 2);
    const order = await orderOf([variant], [4]);
    await takeOut(order, [{ orderLineId: order.lines[0] ?? "", quantity: 4 }]);
    const levels = await rows(
      "SELECT location_id, on_hand FROM stock_levels WHERE variant_id = ?",
      variant.id,
    );
    expect(levels).toHaveLength(2);
    expect(levels).toEqual(
      expect.arrayContaining([
        { location_id: MAIN, on_hand: 2 },
        { location_id: place.id, on_hand: 2 },
      ]),
    );
    await inventory("PATCH", `/locations/${place.id}`, { active: false });
  });

  it("are never those of a fulfillment as long as others are left, and never what was sent", async () => {
    const variant = await makeVariant({ stock: 10 });
    const order = await orderOf([variant], [5]);
    const [line = ""] = order.lines;
    await fulfillment("POST", order.id, "", { line_items: [{ id: line, quantity: 2 }], ship: true });
    const open = await fulfillment("POST", order.id, "", { line_items: [{ id: line, quantity: 1 }] });
    await takeOut(order, [{ orderLineId: line, quantity: 2 }]);
    expect(await stockOf(variant)).toEqual({ on_hand: 7, reserved: 0 });
    const read = await fulfillment("GET", order.id, `/${open.body.id}`);
    expect(read.body.line_items).toMatchObject([{ quantity: 1, locations: [{ quantity: 1 }] }]);
  });

  it("are decided anew when the payment is booked in between", async () => {
    const variant = await makeVariant({ stock: 10 });
    const { body } = await placeOrder(await readyCart([{ variant, quantity: 4 }]), {});
    const ctx = systemCtx();
    const bindings = beforeBatchWith(/UPDATE stock_reservations SET quantity/, () =>
      commit(ctx, { statements: sellStmts(ctx, [body.id]) }),
    );
    await takeOut(body, [{ orderLineId: body.line_items[0]?.id ?? "", quantity: 3 }], {}, bindings);
    expect(await stockOf(variant)).toEqual({ on_hand: 9, reserved: 0 });
    expect(await movements(body.id)).toEqual([
      { kind: "sale", delta: -4, balance: 6 },
      { kind: "sale", delta: 3, balance: 9 },
    ]);
  });

  it("take back the mark of low stock, and the catalog is told", async () => {
    const variant = await makeVariant({ stock: 8 });
    const order = await orderOf([variant], [4]);
    const isLow = () => rows("SELECT is_low FROM product_variants WHERE id = ?", variant.id);
    await commit(systemCtx(), { statements: [], events: [stockChanged({ variant_ids: [variant.id] })] });
    await eventsDelivered();
    expect(await isLow()).toEqual([{ is_low: 1 }]);
    await takeOut(order, [{ orderLineId: order.lines[0] ?? "", quantity: 4 }]);
    expect(await isLow()).toEqual([{ is_low: 0 }]);
    const told = await rows(
      "SELECT payload FROM outbox WHERE type = 'inventory.stock_changed' ORDER BY id DESC LIMIT 1",
    );
    expect(told).toEqual([{ payload: JSON.stringify({ variant_ids: [variant.id] }) }]);
  });
});

describe("an order that is cancelled while fulfillments are prepared", () => {
  it("gives all of it back in one batch, and the fulfillments are cancelled with it", async () => {
    const variants = [await makeVariant({ stock: 10 }), await makeVariant({ stock: 10 })];
    const order = await orderOf(variants, [3, 2]);
    const [first = "", second = ""] = order.lines;
    await fulfillment("POST", order.id, "", { line_items: [{ id: first, quantity: 2 }] });
    await fulfillment("POST", order.id, "", {
      line_items: [
        { id: first, quantity: 1 },
        { id: second, quantity: 1 },
      ],
    });
    const ctx = systemCtx();
    await changeOrder(ctx, order.id, async (row) => {
      const parts = await cancelOpenFulfillments(ctx, order.id);
      expect(parts.ids).toHaveLength(2);
      const stock = await giveBackStmts(ctx, order.id, [
        { orderLineId: first, quantity: 3 },
        { orderLineId: second, quantity: 2 },
      ]);
      return {
        steps: [transition(row, "cancel")],
        statements: [...parts.statements, ...stock.statements],
        events: [...parts.events, ...stock.events],
        constraints: stock.constraints,
        audit: { action: "test" },
        result: undefined,
      };
    });
    for (const variant of variants) expect(await stockOf(variant)).toEqual({ on_hand: 10, reserved: 0 });
    expect(await orderNow(order.id)).toMatchObject({
      status: "cancelled",
      line_items: [{ fulfilled_quantity: 0 }, { fulfilled_quantity: 0 }],
    });
    const [open] = await rows<{ id: string }>("SELECT id FROM fulfillments WHERE order_id = ?", order.id);
    expect((await fulfillment("POST", order.id, `/${open?.id}/ship`)).status).toBe(409);
    expect((await fulfillment("POST", order.id)).body.code).toBe("fulfillment.order_not_fulfillable");
  });
});

describe("units that were sent back", () => {
  it("are put on the shelf of their location, each with its row in the ledger", async () => {
    const variant = await makeVariant({ stock: 5 });
    const order = await orderOf([variant], [3]);
    const place = await makeLocation({ active: false });
    const ctx = systemCtx();
    const unit = { variantId: variant.id, orderId: order.id, reference: "return-1" };
    const back = [
      { ...unit, quantity: 1 },
      { ...unit, quantity: 1, reference: "return-2" },
      { ...unit, quantity: 1, locationId: place.id },
    ];
    await commit(ctx, { statements: restockStmts(ctx, back) });
    expect(
      await rows(
        "SELECT location_id, delta, balance, reference FROM stock_movements WHERE order_id = ? AND kind = 'return' ORDER BY rowid",
        order.id,
      ),
    ).toEqual([
      { location_id: MAIN, delta: 1, balance: 3, reference: "return-1" },
      { location_id: MAIN, delta: 1, balance: 4, reference: "return-2" },
      { location_id: place.id, delta: 1, balance: 1, reference: "return-1" },
    ]);
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 0 });
    const nowhere = [{ ...unit, quantity: 1, locationId: order.id }];
    await expect(commit(ctx, { statements: restockStmts(ctx, nowhere) })).rejects.toThrow(/FOREIGN KEY/);
  });
});

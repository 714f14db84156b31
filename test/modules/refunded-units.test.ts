import { describe, expect, it } from "vitest";
import { api, asStaff, rows, value } from "../support/api.ts";
import { breachesNow, fulfillment, orderNow, type PaidOrder, paidOrder } from "../support/fulfillments.ts";
import { allThrough, onPayment, refundsAtStripe } from "../support/payments.ts";
import { randomOf } from "../support/random.ts";
import { stripe } from "../support/shop.ts";

// Units whose price was given back before they were sent: taking them out of the order gives no money a second time, and nobody sends
// them by mistake.

interface Units {
  id: string;
  quantity: number;
}

const refundUnits = async (order: PaidOrder, line_items: Units[], amount?: number) =>
  onPayment(await paymentOf(order), "refunds", { line_items, ...(amount === undefined ? {} : { amount }) });
const cancelUnits = async (order: PaidOrder, line_items: Units[]) =>
  api<{ code?: string; refunds: { amount: { amount: number } }[] }>(
    "POST",
    `/api/v1/orders/${order.id}/cancel`,
    {
      body: { line_items },
      headers: await asStaff(),
    },
  );
const edit = async (order: PaidOrder, line_items: Units[]) =>
  api<{ difference: { direction: string; amount: number } }>("POST", `/api/v1/orders/${order.id}/edits`, {
    body: { line_items },
    headers: await asStaff(),
  });

const paymentOf = async ({ id }: PaidOrder) => (await orderNow(id)).payments[0]?.id ?? "";
const lineOf = (order: PaidOrder) => order.lines[0] ?? "";

/** Captured less given back, in minor units. */
const kept = ({ id }: PaidOrder) =>
  value<number>("SELECT SUM(captured - refunded - refunding) FROM payments WHERE order_id = ?", id);

const counters = async (order: PaidOrder) =>
  (
    await rows(
      "SELECT quantity, removed, refunded, refunded_removed FROM order_lines WHERE id = ?",
      lineOf(order),
    )
  )[0];

describe("units that were refunded and not sent", () => {
  it("are the first to be cancelled, and their price goes back once", async () => {
    const order = await paidOrder([2]);
    const unit = [{ id: lineOf(order), quantity: 1 }];
    expect(await refundUnits(order, unit)).toMatchObject({ status: 201 });
    expect(await cancelUnits(order, unit)).toMatchObject({ status: 200 });
    const { totals } = await orderNow(order.id);
    expect(await kept(order)).toBe(totals.total.amount);
    expect(await counters(order)).toEqual({ quantity: 1, removed: 1, refunded: 0, refunded_removed: 1 });
    // The other unit is paid, and is sent.
    expect(await fulfillment("POST", order.id)).toMatchObject({
      status: 201,
      body: { line_items: [{ quantity: 1 }] },
    });
    expect(await breachesNow()).toEqual([]);
  });

  it("leave the price of the others that are cancelled with them", async () => {
    const order = await paidOrder([3]);
    const [before] = (await orderNow(order.id)).line_items;
    await refundUnits(order, [{ id: lineOf(order), quantity: 1 }]);
    await cancelUnits(order, [{ id: lineOf(order), quantity: 2 }]);
    const { totals, line_items } = await orderNow(order.id);
    expect(await kept(order)).toBe(totals.total.amount);
    expect(line_items[0]?.quantity).toBe((before?.quantity ?? 0) - 2);
    expect(await counters(order)).toEqual({ quantity: 1, removed: 2, refunded: 0, refunded_removed: 1 });
    // What an edit adds after that is paid in full, and what it takes out goes back in full.
    const more = await edit(order, [{ id: lineOf(order), quantity: 2 }]);
    const dearer = (await orderNow(order.id)).totals.total.amount - totals.total.amount;
    expect(more.body.difference).toMatchObject({ direction: "charge", amount: dearer });
    expect(await breachesNow()).toEqual([]);
  });

  it("are the first that an edit takes out", async () => {
    const order = await paidOrder([3]);
    await refundUnits(order, [{ id: lineOf(order), quantity: 2 }]);
    const edited = await edit(order, [{ id: lineOf(order), quantity: 1 }]);
    expect(edited.status).toBe(200);
    expect(await kept(order)).toBe((await orderNow(order.id)).totals.total.amount);
    expect(await counters(order)).toEqual({ quantity: 1, removed: 2, refunded: 0, refunded_removed: 2 });
    expect(await breachesNow()).toEqual([]);
  });

  it("whose price went back in part get the rest", async () => {
    const order = await paidOrder([2]);
    const unit = [{ id: lineOf(order), quantity: 1 }];
    expect(await refundUnits(order, unit, 500)).toMatchObject({ status: 201 });
    await cancelUnits(order, unit);
    expect(await kept(order)).toBe((await orderNow(order.id)).totals.total.amount);
    expect(await breachesNow()).toEqual([]);
  });

  it("count as not refunded when the refund fails after they were taken out", async () => {
    const order = await paidOrder([2]);
    const unit = [{ id: lineOf(order), quantity: 1 }];
    await refundUnits(order, unit);
    await cancelUnits(order, unit);
    const intent = await value<string>("SELECT intent_id FROM payments WHERE order_id = ?", order.id);
    const made = await refundsAtStripe(intent);
    for (const { id } of made) await stripe("POST", `/_emulator/refunds/${id}/settle`, { outcome: "fail" });
    await allThrough();
    expect(await breachesNow()).toEqual([]);
    expect(await counters(order)).toEqual({ quantity: 1, removed: 1, refunded: 0, refunded_removed: 0 });
  });

  it("are in no fulfillment unless they are named", async () => {
    const order = await paidOrder([2]);
    const unit = [{ id: lineOf(order), quantity: 1 }];
    await refundUnits(order, unit);
    expect(await fulfillment("POST", order.id)).toMatchObject({
      status: 201,
      body: { line_items: [{ quantity: 1 }] },
    });
    expect(await fulfillment("POST", order.id)).toMatchObject({
      status: 409,
      body: { code: "fulfillment.exceeds_order" },
    });
    expect(await fulfillment("POST", order.id, "", { line_items: unit })).toMatchObject({ status: 201 });
    expect(await breachesNow()).toEqual([]);
  });

  it("are not sent at all when nothing of the money is left", async () => {
    const order = await paidOrder([2]);
    const parcel = await fulfillment("POST", order.id, "", {
      line_items: [{ id: lineOf(order), quantity: 1 }],
    });
    await onPayment(await paymentOf(order), "refunds", {});
    const unpaid = { status: 409, body: { code: "fulfillment.unpaid" } };
    expect(await fulfillment("POST", order.id)).toMatchObject(unpaid);
    expect(await fulfillment("POST", order.id, `/${parcel.body.id}/ship`)).toMatchObject(unpaid);
    const read = await fulfillment("GET", order.id, `/${parcel.body.id}`);
    expect(read.body.allowed_transitions).toContainEqual(
      expect.objectContaining({ action: "ship", allowed: false }) as unknown,
    );
    expect((await orderNow(order.id)).allowed_transitions).toContainEqual(
      expect.objectContaining({ action: "fulfill", allowed: false }) as unknown,
    );
    expect(await breachesNow()).toEqual([]);
  });
});

describe("random refunds, cancellations and parcels of units", () => {
  it.each([1, 2, 3, 4, 5, 6])("keep the price of what is left, %i", async (seed) => {
    const random = randomOf(seed);
    const order = await paidOrder([random.int(4, 7), random.int(1, 3)]);
    for (let step = 0; step < 7; step++) {
      const { line_items } = await orderNow(order.id);
      const some = (left: (line: (typeof line_items)[number]) => number) =>
        line_items
          .filter((line) => left(line) > 0)
          .slice(0, random.int(1, 2))
          .map((line) => ({ id: line.id, quantity: random.int(1, Math.min(2, left(line))) }));
      const refundable = some((line) => line.quantity - line.refunded_quantity);
      const open = some((line) => line.quantity - line.fulfilled_quantity);
      const units = line_items.reduce((sum, line) => sum + line.quantity, 0);
      const answer = await random.pick([
        () => (refundable.length > 0 ? refundUnits(order, refundable) : undefined),
        // The last units of all go with the whole order, whose shipping goes back as well.
        () =>
          open.length > 0 && open.reduce((sum, { quantity }) => sum + quantity, 0) < units
            ? cancelUnits(order, open)
            : undefined,
        () =>
          open.length > 0 && random.chance(0.5)
            ? fulfillment("POST", order.id, "", { line_items: open, ship: true })
            : undefined,
      ])();
      if (answer) expect([200, 201, 409]).toContain(answer.status);
      const now = await orderNow(order.id);
      if (now.status === "cancelled") return;
      const gross = now.line_items.map((line) => line.total.amount + line.tax.amount);
      const besides = now.totals.total.amount - gross.reduce((sum, each) => sum + each, 0);
      const paid = now.line_items.reduce((sum, { quantity, refunded_quantity: back }, index) => {
        return sum + (quantity === 0 ? 0 : ((gross[index] ?? 0) * (quantity - back)) / quantity);
      }, besides);
      // Every unit's price is a whole number of cents: each may have been rounded once.
      expect(Math.abs((await kept(order)) - paid)).toBeLessThanOrEqual(10);
    }
    expect(await breachesNow()).toEqual([]);
  });
});

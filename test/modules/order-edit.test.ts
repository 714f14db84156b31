import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Difference, EditPreview } from "../../src/modules/order-changes/order-changes.schema.ts";
import type { Order } from "../../src/modules/orders/index.ts";
import { makeUser } from "../support/accounts.ts";
import { type Answer, api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { fillCart, orderAs } from "../support/customer-cart.ts";
import { cronAfter, withoutQueue } from "../support/doors.ts";
import { beforeBatchWith } from "../support/failing-env.ts";
import { faultyStripe } from "../support/faulty-stripe.ts";
import { breachesNow, fulfillment, orderNow, paidOrder } from "../support/fulfillments.ts";
import { guestOrder } from "../support/orders.ts";
import {
  makeVariant,
  NEW_YORK,
  STANDARD_US,
  readyCart,
  stockOf,
  type TestVariant,
  unique,
} from "../support/shop.ts";

type Problem = { code: string; errors: { pointer: string; code: string }[]; [fact: string]: unknown };
type Edited = Problem & {
  order: Order;
  difference: Difference;
  refunds: { status: string; amount: { amount: number } }[];
  payment_url: string | null;
};

async function edit(
  orderId: string,
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
  bindings: Env = env,
): Promise<Answer<Edited>> {
  return callWith<Edited>(bindings, "POST", `/api/v1/orders/${orderId}/edits`, {
    body,
    headers: { ...(await asStaff(["order:manage"])), ...headers },
  });
}
async function preview(
  orderId: string,
  body: Record<string, unknown>,
): Promise<Answer<EditPreview & Problem>> {
  return api("POST", `/api/v1/orders/${orderId}/edits/preview`, {
    body,
    headers: await asStaff(["order:manage"]),
  });
}
function pay(orderId: string, token: string, method = "pm_card_visa"): Promise<Answer<Order & Problem>> {
  return api("POST", `/api/v1/orders/${orderId}/payments`, {
    body: { payment_method: method },
    headers: { "X-Order-Token": token },
  });
}
const first = (variants: TestVariant[]) => variants[0] ?? { id: "", product_id: "", sku: "" };
const mailsOf = (orderId: string) =>
  value(
    "SELECT COUNT(*) FROM notifications WHERE order_id = ? AND template = 'order-edited' AND status = 'sent'",
    orderId,
  );
const paymentsOf = (orderId: string) =>
  rows<{ purpose: string; status: string; amount: number; intent_id: string | null }>(
    "SELECT purpose, status, amount, intent_id FROM payments WHERE order_id = ? ORDER BY created_at, id",
    orderId,
  );

describe("a preview", () => {
  it("says what would become of the order, and writes nothing", async () => {
    const { id, lines } = await paidOrder([3]);
    const added = await makeVariant({ price: "7.50", stock: 4 });
    const before = await orderNow(id);
    const steps = await value("SELECT COUNT(*) FROM order_transitions WHERE order_id = ?", id);
    const answer = await preview(id, {
      line_items: [
        { id: lines[0], quantity: 1 },
        { sku: added.sku, quantity: 2 },
      ],
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body).toMatchObject({
      version: before.version,
      line_items: [
        { id: lines[0], quantity_before: 3, quantity: 1, total: { amount: 2000 } },
        {
          sku: added.sku,
          quantity_before: 0,
          quantity: 2,
          unit_price: { amount: 750 },
          total: { amount: 1500 },
        },
      ],
      totals_before: before.totals,
      difference: { direction: "refund" },
      problems: [],
    });
    const { totals, difference } = answer.body;
    expect(totals.subtotal.amount).toBe(3500);
    expect(difference.amount).toBe(before.totals.total.amount - totals.total.amount);
    expect(await value("SELECT COUNT(*) FROM order_transitions WHERE order_id = ?", id)).toBe(steps);
    expect(await stockOf(added)).toEqual({ on_hand: 4, reserved: 0 });
    const applied = await edit(id, {
      line_items: [
        { id: lines[0], quantity: 1 },
        { sku: added.sku, quantity: 2 },
      ],
      version: answer.body.version,
      expected_total: totals.total,
    });
    expect(applied.body.order.totals).toEqual(totals);
    expect(await breachesNow()).toEqual([]);
  });

  it("that changes nothing about what it costs changes nothing", async () => {
    const { id } = await paidOrder([2, 1]);
    const before = await orderNow(id);
    const { body } = await preview(id, { note: "Ring twice" });
    expect(body.totals).toEqual(before.totals);
    expect(body.difference).toEqual({ amount: 0, currency: "USD", direction: "none" });
  });

  it("names every problem by its place", async () => {
    const { id, lines } = await paidOrder([3]);
    const scarce = await makeVariant({ stock: 1 });
    await fulfillment("POST", id, "", { line_items: [{ id: lines[0], quantity: 2 }] });
    const answer = await preview(id, {
      line_items: [
        { id: lines[0], quantity: 1 },
        { id: crypto.randomUUID(), quantity: 1 },
        { variant_id: scarce.id, quantity: 2 },
        { sku: "no-such-sku", quantity: 1 },
      ],
      shipping_address: { ...NEW_YORK, region: undefined, country: "AQ" },
    });
    expect(answer.status).toBe(200);
    expect(answer.body.problems.map(({ code, pointer }) => `${code} ${pointer}`).sort()).toEqual([
      "below_fulfilled #/line_items/0",
      "insufficient_stock #/line_items/2",
      "not_served #/shipping_address",
      "unknown_line #/line_items/1/id",
      "unknown_variant #/line_items/3/sku",
    ]);
  });
});

describe("an edit that makes the order cheaper", () => {
  it("gives the difference back, takes the units back, and tells the customer once", async () => {
    const { id, lines, variants } = await paidOrder([3, 1]);
    const before = await orderNow(id);
    const sold = await stockOf(first(variants));
    const answer = await edit(id, { line_items: [{ id: lines[0], quantity: 1 }], reason: "Called us" });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const { order, difference, refunds } = answer.body;
    expect(order.line_items).toMatchObject([{ quantity: 1, removed_quantity: 2 }, { quantity: 1 }]);
    expect(difference).toEqual({
      amount: before.totals.total.amount - order.totals.total.amount,
      currency: "USD",
      direction: "refund",
    });
    expect(refunds).toMatchObject([{ status: "succeeded", amount: { amount: difference.amount } }]);
    expect(await stockOf(first(variants))).toEqual({ on_hand: sold.on_hand + 2, reserved: 0 });
    expect(await breachesNow()).toEqual([]);
    expect(await mailsOf(id)).toBe(1);
    const [step] = await rows<{ reason: string; data: string }>(
      "SELECT reason, data FROM order_transitions WHERE order_id = ? AND action = 'edited'",
      id,
    );
    expect(step?.reason).toBe("Called us");
    expect(JSON.parse(step?.data ?? "{}")).toMatchObject({
      before: { total: before.totals.total, line_items: [{ id: lines[0], quantity: 3 }] },
      after: { total: order.totals.total, line_items: [{ id: lines[0], quantity: 1 }] },
      address_changed: false,
    });
  });

  it("of what is only authorised lets less be captured", async () => {
    const manual: Env = Object.assign({}, env, { CAPTURE_METHOD: "manual" });
    const variant = await makeVariant({ stock: 5 });
    const placed = await callWith<Order>(manual, "POST", "/api/v1/orders", {
      body: { payment_method: "pm_card_visa" },
      headers: {
        "X-Cart-Token": await readyCart([{ variant, quantity: 3 }]),
        "Idempotency-Key": unique("key"),
      },
    });
    await eventsDelivered();
    const line = placed.body.line_items[0]?.id;
    const less = await edit(placed.body.id, { line_items: [{ id: line, quantity: 1 }] });
    expect(less.body).toMatchObject({
      difference: { direction: "none", amount: 0 },
      refunds: [],
      payment_url: null,
    });
    const more = await edit(placed.body.id, { line_items: [{ id: line, quantity: 3 }] });
    expect(more.body).toMatchObject({ difference: { direction: "none", amount: 0 }, payment_url: null });
    expect(more.body.order.totals).toEqual(placed.body.totals);
    expect(await breachesNow()).toEqual([]);
  });
});

describe("an edit that makes the order dearer", () => {
  it("asks the customer for the difference, and nothing is sent until it is paid", async () => {
    const { id, lines, token, variants } = await paidOrder([1]);
    const before = await orderNow(id);
    const answer = await edit(id, { line_items: [{ id: lines[0], quantity: 3 }] });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const { order, difference, payment_url: url } = answer.body;
    expect(difference).toEqual({
      amount: order.totals.total.amount - before.totals.total.amount,
      currency: "USD",
      direction: "charge",
    });
    expect(order).toMatchObject({ status: "confirmed", outstanding: { amount: difference.amount } });
    expect(await stockOf(first(variants))).toMatchObject({ reserved: 0 });
    expect(await fulfillment("POST", id)).toMatchObject({ status: 409 });
    const link = new URLSearchParams(new URL(url ?? "").hash.slice(1));
    expect(link.get("order")).toBe(id);
    const payable = await api(`GET`, `/api/v1/orders/${id}/payable`, {
      headers: { "X-Order-Token": link.get("token") ?? "" },
    });
    expect(payable.body["payment"]).toMatchObject({
      purpose: "difference",
      amount: { amount: difference.amount },
    });
    expect(await pay(id, token, "pm_card_chargeDeclined")).toMatchObject({ status: 402 });
    const paid = await pay(id, token);
    expect(paid).toMatchObject({
      status: 201,
      body: { status: "confirmed", outstanding: { amount: 0 }, payment_status: "paid" },
    });
    expect(await pay(id, token)).toMatchObject({ status: 409 });
    expect((await fulfillment("POST", id, "", { ship: true })).status).toBe(201);
    expect(await breachesNow()).toEqual([]);
    expect(await mailsOf(id)).toBe(1);
  });

  it("and is made cheaper again before it was paid asks for less, or nothing, and gives the rest back", async () => {
    const { id, lines, token } = await paidOrder([2]);
    const total = (await orderNow(id)).totals.total.amount;
    await edit(id, { line_items: [{ id: lines[0], quantity: 5 }] });
    const less = await edit(id, { line_items: [{ id: lines[0], quantity: 3 }] });
    expect(less.body.difference).toMatchObject({
      direction: "charge",
      amount: less.body.order.totals.total.amount - total,
    });
    expect(less.body.order.outstanding.amount).toBe(less.body.difference.amount);
    const none = await edit(id, { line_items: [{ id: lines[0], quantity: 2 }] });
    expect(none.body).toMatchObject({ difference: { direction: "none" }, payment_url: null });
    expect(none.body.order).toMatchObject({
      outstanding: { amount: 0 },
      totals: { total: { amount: total } },
    });
    const back = await edit(id, { line_items: [{ id: lines[0], quantity: 1 }] });
    expect(back.body.difference).toMatchObject({
      direction: "refund",
      amount: total - back.body.order.totals.total.amount,
    });
    const again = await edit(id, { line_items: [{ id: lines[0], quantity: 2 }] });
    expect(again.body.difference).toMatchObject({ direction: "charge", amount: back.body.difference.amount });
    expect((await pay(id, token)).status).toBe(201);
    expect(await breachesNow()).toEqual([]);
  });

  it("takes a unit that is cancelled off the difference that is still to be paid", async () => {
    const { id, lines } = await paidOrder([1]);
    const total = (await orderNow(id)).totals.total.amount;
    await edit(id, { line_items: [{ id: lines[0], quantity: 3 }] });
    const cancelled = await api<Order & Edited>("POST", `/api/v1/orders/${id}/cancel`, {
      body: { line_items: [{ id: lines[0], quantity: 1 }] },
      headers: await asStaff(),
    });
    expect(cancelled.body.refunds).toEqual([]);
    const order = await orderNow(id);
    expect(order.outstanding.amount).toBe(order.totals.total.amount - total);
    const open = (await paymentsOf(id)).filter(({ status }) => status === "pending");
    expect(open).toMatchObject([{ purpose: "difference", amount: order.outstanding.amount }]);
    expect(await breachesNow()).toEqual([]);
  });

  it("a kindness of the shop is not asked for again", async () => {
    const { id, lines } = await paidOrder([2]);
    const { payments, totals } = await orderNow(id);
    await api("POST", `/api/v1/payments/${payments[0]?.id}/refunds`, {
      body: { amount: { amount: 700, currency: "USD" } },
      headers: { ...(await asStaff()), "Idempotency-Key": unique("key") },
    });
    const more = await edit(id, { line_items: [{ id: lines[0], quantity: 3 }] });
    expect(more.body.difference.amount).toBe(more.body.order.totals.total.amount - totals.total.amount);
    expect(await breachesNow()).toEqual([]);
  });
});

describe("an edit of the address", () => {
  it("prices taxes and shipping as they are there", async () => {
    const { id, lines } = await paidOrder([2]);
    const before = await orderNow(id);
    const oregon = { ...NEW_YORK, city: "Portland", region: "OR", postal_code: "97201" };
    const answer = await edit(id, { shipping_address: oregon });
    expect(answer.body.order).toMatchObject({ shipping_address: oregon, totals: { tax: { amount: 0 } } });
    expect(answer.body.difference).toMatchObject({ direction: "refund", amount: before.totals.tax.amount });
    expect(answer.body.order.line_items[0]).toMatchObject({ id: lines[0], quantity: 2, taxes: [] });
    const explained = await api<{ rules: unknown[] }>("GET", `/api/v1/orders/${id}/explanation`, {
      headers: await asStaff(),
    });
    expect(explained.status).toBe(200);
    const back = await edit(id, { shipping_address: NEW_YORK });
    expect(back.body.order.totals).toEqual(before.totals);
    expect(back.body.difference).toMatchObject({ direction: "charge", amount: before.totals.tax.amount });
    expect(await breachesNow()).toEqual([]);
    const audit = await rows<{ after: string }>(
      "SELECT * FROM audit_log WHERE entity_id = ? AND action = 'order.edit'",
      id,
    );
    expect(JSON.stringify(audit)).not.toContain("Portland");
  });

  it("where the order's shipping option is not offered needs another one", async () => {
    const { id } = await paidOrder([1]);
    const berlin = { ...NEW_YORK, city: "Berlin", region: undefined, postal_code: "10115", country: "DE" };
    const refused = await edit(id, { shipping_address: berlin });
    expect(refused.status).toBe(422);
    const { body } = await preview(id, { shipping_address: berlin });
    const [option] = body.shipping_options;
    const isServedInDollars = option !== undefined;
    if (isServedInDollars) {
      const moved = await edit(id, { shipping_address: berlin, shipping_option_id: option.id });
      expect(moved.body.order).toMatchObject({ shipping_option: { id: option.id } });
    } else expect(refused.body.errors.length).toBeGreaterThan(0);
    expect(await breachesNow()).toEqual([]);
  });
});

describe("an edit for a customer who pays no tax, where prices have it in them", () => {
  it("keeps the prices without tax, and takes the tax out of those of new lines and of shipping once", async () => {
    const { headers, id: customer } = await makeUser();
    const boss = (await makeUser({ role: "superuser" })).headers;
    const settings = { prices_include_tax: true, rounding: "order" };
    const set = await api("PUT", "/api/v1/tax/settings/US", { body: settings, headers: boss });
    expect(set.status, JSON.stringify(set.body)).toBeLessThan(300);
    const exempt = await api("PUT", `/api/v1/customers/${customer}/tax-exemption`, {
      body: { reason: "reverse_charge" },
      headers: boss,
    });
    expect(exempt.status, JSON.stringify(exempt.body)).toBeLessThan(300);
    await fillCart(headers, await makeVariant({ price: "20.00" }));
    const { id, totals, line_items: lines } = (await orderAs(headers)).body;
    expect(totals.subtotal.amount).toBeLessThan(2000);
    const twin = await makeVariant({ price: "20.00" });
    const same = await preview(id, { line_items: [{ id: lines[0]?.id, quantity: 1 }] });
    expect(same.body.totals).toEqual(totals);
    const more = await edit(id, { line_items: [{ sku: twin.sku, quantity: 1 }] });
    expect(more.body.order.line_items[1]?.unit_price).toEqual(lines[0]?.unit_price);
    expect(more.body.order.totals).toMatchObject({ tax: { amount: 0 }, tax_included: { amount: 0 } });
    expect(more.body.order.totals.shipping).toEqual(totals.shipping);
    expect(more.body.difference.amount).toBe(lines[0]?.unit_price.amount);
    await api("DELETE", "/api/v1/tax/settings/US", { headers: boss });
    expect(await breachesNow()).toEqual([]);
  });
});

describe("an edit of words", () => {
  it("costs nothing, whatever rates and taxes have become, and leaves an open difference alone", async () => {
    const { id, lines } = await paidOrder([1]);
    await edit(id, { line_items: [{ id: lines[0], quantity: 2 }] });
    const before = await orderNow(id);
    await env.DB.prepare("UPDATE shipping_rates SET amount = amount + 100 WHERE id = ?")
      .bind(STANDARD_US)
      .run();
    const answer = await edit(id, { note: "Ring twice" });
    await env.DB.prepare("UPDATE shipping_rates SET amount = amount - 100 WHERE id = ?")
      .bind(STANDARD_US)
      .run();
    expect(answer.body).toMatchObject({ difference: { direction: "none", amount: 0 } });
    const { order } = answer.body;
    expect(order).toEqual({ ...before, note: "Ring twice", version: order.version });
    expect(await breachesNow()).toEqual([]);
  });

  it("is how a note is taken away", async () => {
    const { id } = await paidOrder([1]);
    await edit(id, { note: "Ring twice" });
    expect((await edit(id, { note: null })).body.order).not.toHaveProperty("note");
  });
});

describe("an edit is refused", () => {
  it("of an order that is not paid, was sent, or is over", async () => {
    const { order } = await guestOrder({ body: {} });
    const change = { note: "x" };
    expect(await edit(order.id, change)).toMatchObject({ status: 409, body: { code: "order.not_editable" } });
    expect(await preview(order.id, change)).toMatchObject({
      status: 409,
      body: { code: "order.not_editable" },
    });
    const sent = await paidOrder([2]);
    await fulfillment("POST", sent.id, "", { line_items: [{ id: sent.lines[0], quantity: 1 }], ship: true });
    expect(await edit(sent.id, change)).toMatchObject({ status: 409, body: { code: "order.not_editable" } });
    const over = await paidOrder([1]);
    await api("POST", `/api/v1/orders/${over.id}/cancel`, { body: {}, headers: await asStaff() });
    expect(await edit(over.id, change)).toMatchObject({ status: 409, body: { code: "order.not_editable" } });
  });

  it.each([
    ["without a change", { reason: "x" }],
    [
      "of a line named twice",
      {
        line_items: [
          { id: "LINE", quantity: 1 },
          { id: "LINE", quantity: 2 },
        ],
      },
    ],
    ["of a line by id and sku", { line_items: [{ id: "LINE", sku: "a", quantity: 1 }] }],
    ["that adds nothing of something", { line_items: [{ sku: "a", quantity: 0 }] }],
    ["that leaves nothing", { line_items: [{ id: "LINE", quantity: 0 }] }],
    ["of a line that there is not", { line_items: [{ id: crypto.randomUUID(), quantity: 1 }] }],
    ["with an unknown SKU", { line_items: [{ sku: "no-such-sku", quantity: 1 }] }],
    ["with an unknown shipping option", { shipping_option_id: crypto.randomUUID() }],
    ["to nowhere", { shipping_address: { ...NEW_YORK, country: "usa" } }],
    ["with a field that there is not", { discount: 1 }],
  ])("%s: 422", async (_, body) => {
    const { id, lines } = await paidOrder([1]);
    const before = await orderNow(id);
    const filled = JSON.parse(JSON.stringify(body).replaceAll("LINE", lines[0] ?? "")) as Record<
      string,
      unknown
    >;
    const answer = await edit(id, filled);
    expect(answer.status, JSON.stringify(answer.body)).toBe(422);
    expect(await orderNow(id)).toEqual(before);
  });

  it("with more than is left, below what is in fulfillments or was paid back", async () => {
    const { id, lines } = await paidOrder([3]);
    const scarce = await makeVariant({ stock: 1 });
    expect(await edit(id, { line_items: [{ variant_id: scarce.id, quantity: 2 }] })).toMatchObject({
      status: 409,
      body: { code: "inventory.out_of_stock", items: [{ sku: scarce.sku, requested: 2, available: 1 }] },
    });
    await fulfillment("POST", id, "", { line_items: [{ id: lines[0], quantity: 2 }] });
    expect(await edit(id, { line_items: [{ id: lines[0], quantity: 1 }] })).toMatchObject({
      status: 409,
      body: { code: "order.not_editable", errors: [{ code: "below_fulfilled" }] },
    });
    expect((await edit(id, { line_items: [{ id: lines[0], quantity: 2 }] })).status).toBe(200);
    expect(await breachesNow()).toEqual([]);
  });

  it("based on another version, or on another total", async () => {
    const { id, lines } = await paidOrder([2]);
    const { version, totals } = await orderNow(id);
    const change = { line_items: [{ id: lines[0], quantity: 1 }] };
    expect((await edit(id, { ...change, version: version - 1 })).status).toBe(412);
    expect((await edit(id, change, { "If-Match": '"0"' })).status).toBe(412);
    expect(await edit(id, { ...change, version, expected_total: totals.total })).toMatchObject({
      status: 409,
      body: { code: "order.total_changed", expected_total: totals.total },
    });
    const read = await api("GET", `/api/v1/orders/${id}`, { headers: await asStaff(["order:manage"]) });
    expect((await edit(id, change, { "If-Match": read.headers.get("ETag") ?? "" })).status).toBe(200);
    expect(await breachesNow()).toEqual([]);
  });

  it("for customers", async () => {
    const { id, token } = await paidOrder([1]);
    const answer = await api("POST", `/api/v1/orders/${id}/edits`, {
      body: { note: "x" },
      headers: { "X-Order-Token": token },
    });
    expect(answer.status).toBe(401);
  });
});

describe("in parallel", () => {
  it("of two edits of one version one happens", async () => {
    const { id, lines } = await paidOrder([3]);
    const { version } = await orderNow(id);
    const answers = await Promise.all(
      [1, 2].map((quantity) => edit(id, { line_items: [{ id: lines[0], quantity }], version })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await breachesNow()).toEqual([]);
  });

  it("two orders cannot both be given the last unit", async () => {
    const last = await makeVariant({ stock: 1 });
    const orders = await Promise.all([paidOrder([1]), paidOrder([1]), paidOrder([1])]);
    const answers = await Promise.all(
      orders.map(({ id }) => edit(id, { line_items: [{ variant_id: last.id, quantity: 1 }] })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await stockOf(last)).toEqual({ on_hand: 0, reserved: 0 });
    expect(await breachesNow()).toEqual([]);
  });

  it("with the payment of a difference: it is paid or closed, and the order costs what was paid and is asked for", async () => {
    const { id, lines, token } = await paidOrder([1]);
    await edit(id, { line_items: [{ id: lines[0], quantity: 3 }] });
    const [edited] = await Promise.all([
      edit(id, { line_items: [{ id: lines[0], quantity: 2 }] }),
      pay(id, token),
    ]);
    expect([200, 409, 503]).toContain(edited.status);
    expect(await breachesNow()).toEqual([]);
    if (edited.status !== 200) {
      expect((await edit(id, { line_items: [{ id: lines[0], quantity: 2 }] })).status).toBe(200);
    }
    expect(await breachesNow()).toEqual([]);
  });

  it("either the order is edited or it is sent", async () => {
    const { id, lines } = await paidOrder([2]);
    const [edited, shipped] = await Promise.all([
      edit(id, { line_items: [{ id: lines[0], quantity: 1 }], version: (await orderNow(id)).version }),
      fulfillment("POST", id, "", { ship: true }),
    ]);
    const { status, line_items: now } = await orderNow(id);
    if (edited.status === 200 && shipped.status === 201) expect(now[0]?.shipped_quantity).toBe(1);
    else expect([`${edited.status} ${shipped.status}`]).toEqual(["412 201"]);
    expect(["confirmed", "shipped"]).toContain(status);
    expect(await breachesNow()).toEqual([]);
  });
});

describe("when something dies in between", () => {
  it("Stripe that cannot be reached leaves an order with an open difference as it is", async () => {
    const { id, lines } = await paidOrder([1]);
    await edit(id, { line_items: [{ id: lines[0], quantity: 2 }] });
    const before = await orderNow(id);
    const { env: down } = faultyStripe("lost connection", () => true, 20);
    const answer = await edit(id, { line_items: [{ id: lines[0], quantity: 3 }] }, {}, down);
    expect(answer).toMatchObject({ status: 503, body: { code: "payment.unavailable" } });
    const after = await orderNow(id);
    expect(after.totals).toEqual(before.totals);
    expect(after.outstanding).toEqual(before.outstanding);
    expect(await breachesNow()).toEqual([]);
  });

  it("a difference that was closed for an edit that then fails is asked for again", async () => {
    const { id, lines, token } = await paidOrder([1]);
    await edit(id, { line_items: [{ id: lines[0], quantity: 2 }] });
    const { outstanding } = await orderNow(id);
    const dying = beforeBatchWith(/UPDATE order_lines SET quantity = j/, () =>
      Promise.reject(new Error("died")),
    );
    expect((await edit(id, { line_items: [{ id: lines[0], quantity: 1 }] }, {}, dying)).status).toBe(500);
    expect((await orderNow(id)).outstanding).toEqual(outstanding);
    expect((await pay(id, token)).status).toBe(201);
    expect(await breachesNow()).toEqual([]);
  });

  it("a difference that was closed by a run that died is made anew with the link to it", async () => {
    const { id, lines } = await paidOrder([1]);
    await edit(id, { line_items: [{ id: lines[0], quantity: 2 }] });
    const { outstanding } = await orderNow(id);
    const [, difference] = await paymentsOf(id);
    await env.DB.prepare(
      "UPDATE payments SET status = 'canceled' WHERE order_id = ? AND purpose = 'difference'",
    )
      .bind(id)
      .run();
    expect(difference?.amount).toBe(outstanding.amount);
    const link = () =>
      asStaff().then((headers) =>
        api<Record<string, unknown> & Problem>("POST", `/api/v1/orders/${id}/payment-link`, {
          body: {},
          headers,
        }),
      );
    const links = await Promise.all([link(), link()]);
    expect(links.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect((await link()).body).toMatchObject({ amount: outstanding });
    expect((await paymentsOf(id)).filter(({ status }) => status === "pending")).toHaveLength(1);
    expect(await breachesNow()).toEqual([]);
  });

  it.each(["500", "lost answer"] as const)("a refund that meets %s is made later, once", async (fault) => {
    const { id, lines } = await paidOrder([2]);
    const { env: faulty } = faultyStripe(
      fault,
      (method, path) => method === "POST" && path === "/v1/refunds",
    );
    const answer = await edit(id, { line_items: [{ id: lines[0], quantity: 1 }] }, {}, withoutQueue(faulty));
    expect(answer.status).toBe(200);
    await cronAfter(2);
    await cronAfter(4);
    const refunds = await rows("SELECT status FROM refunds WHERE order_id = ?", id);
    expect(refunds).toEqual([{ status: "succeeded" }]);
    expect(await breachesNow()).toEqual([]);
  });
});

import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { DraftOrder } from "../../src/modules/draft-orders/draft-orders.schema.ts";
import type { Order } from "../../src/modules/orders/index.ts";
import { makeUser } from "../support/accounts.ts";
import { type Answer, api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { cronAfter } from "../support/doors.ts";
import { beforeBatchWith } from "../support/failing-env.ts";
import { allBreaches } from "../support/orders.ts";
import { makeVariant, NEW_YORK, STANDARD_US, stockOf, type TestVariant, unique } from "../support/shop.ts";

type Body<Shape> = Shape & { code: string; errors: { pointer: string; code: string }[]; items: unknown[] };
type Sent = { order: Order; payment_url: string };
const DRAFTS = "/api/v1/draft-orders";

async function staff<Shape = DraftOrder>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body<Shape>>> {
  return api(method, path, {
    ...(body === undefined ? {} : { body }),
    headers: { ...(await asStaff()), ...headers },
  });
}

function complete(variant: TestVariant, more: Record<string, unknown> = {}) {
  return {
    email: "ada@example.com",
    line_items: [{ variant_id: variant.id, quantity: 2 }],
    shipping_address: NEW_YORK,
    shipping_option_id: STANDARD_US,
    ...more,
  };
}

async function draftOf(variant: TestVariant, more: Record<string, unknown> = {}): Promise<DraftOrder> {
  const made = await staff("POST", DRAFTS, complete(variant, more));
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
}

const send = (id: string, body: unknown = {}) => staff<Sent>("POST", `${DRAFTS}/${id}/send`, body);
const mailsOf = (orderId: string, template: string) =>
  rows<{ recipient: string }>(
    "SELECT recipient FROM notifications WHERE order_id = ? AND template = ? AND status = 'sent'",
    orderId,
    template,
  );

/** Order and token out of the link, as the page finds them. */
function linkOf(url: string) {
  const found = new URLSearchParams(new URL(url).hash.slice(1));
  return { order: found.get("order") ?? "", token: found.get("token") ?? "" };
}

describe("writing a draft", () => {
  it("shows what it costs now, what can be chosen and what is missing", async () => {
    const variant = await makeVariant({ stock: 5, price: "20.00" });
    const made = await staff("POST", DRAFTS, { line_items: [{ sku: variant.sku, quantity: 2 }] });
    expect(made).toMatchObject({
      status: 201,
      body: { status: "open", totals: { subtotal: { amount: 4000, currency: "USD" } }, shipping_options: [] },
    });
    expect(made.body.problems.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "missing #/email",
      "missing #/shipping_address",
    ]);
    expect(made.body.allowed_transitions.find(({ action }) => action === "send")?.allowed).toBe(false);
    const path = `${DRAFTS}/${made.body.id}`;
    const patched = await staff("PATCH", path, { email: "ada@example.com", shipping_address: NEW_YORK });
    expect(patched.body.problems).toMatchObject([{ code: "missing", pointer: "#/shipping_option_id" }]);
    expect(patched.body.shipping_options.map(({ id }) => id)).toContain(STANDARD_US);
    const chosen = await staff("PATCH", path, { shipping_option_id: STANDARD_US });
    expect(chosen.body.problems).toEqual([]);
    expect(chosen.body.totals.tax.amount).toBeGreaterThan(0);
    expect(chosen.body.totals.total.amount).toBe(
      4000 + chosen.body.totals.shipping.amount + chosen.body.totals.tax.amount,
    );
    expect((await staff("GET", path)).body).toEqual(chosen.body);
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 0 });
  });

  it("a price of its own needs a reason, and the draft's currency", async () => {
    const variant = await makeVariant({ price: "20.00" });
    const line = (more: object) => ({ line_items: [{ variant_id: variant.id, quantity: 1, ...more }] });
    const price = { amount: 1234, currency: "USD" };
    expect((await staff("POST", DRAFTS, line({ unit_price: price }))).body.errors).toMatchObject([
      { pointer: "#/line_items/0/price_reason" },
    ]);
    const euros = line({ unit_price: { amount: 1, currency: "EUR" }, price_reason: "a gift" });
    expect((await staff("POST", DRAFTS, euros)).body.errors).toMatchObject([{ code: "other_currency" }]);
    const made = await draftOf(variant, line({ unit_price: price, price_reason: "a scratch" }));
    expect(made.line_items).toMatchObject([
      {
        unit_price: price,
        listed_price: { amount: 2000 },
        price_reason: "a scratch",
        total: { amount: 1234 },
      },
    ]);
  });

  it.each([
    ["an unknown variant", { line_items: [{ variant_id: crypto.randomUUID(), quantity: 1 }] }],
    ["an unknown SKU", { line_items: [{ sku: "no-such-sku", quantity: 1 }] }],
    ["both names of a variant", { line_items: [{ sku: "a", variant_id: crypto.randomUUID(), quantity: 1 }] }],
    ["no units", { line_items: [{ sku: "a", quantity: 0 }] }],
    ["an unknown customer", { customer_id: crypto.randomUUID() }],
    ["a currency that the shop does not sell in", { currency: "CHF" }],
    ["a field that there is not", { discount: 10 }],
    [
      "a negative price",
      {
        line_items: [
          { sku: "a", quantity: 1, unit_price: { amount: -1, currency: "USD" }, price_reason: "x" },
        ],
      },
    ],
  ])("%s is 422 and makes nothing", async (_, body) => {
    const before = await value("SELECT COUNT(*) FROM draft_orders");
    const answer = await staff("POST", DRAFTS, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.length).toBeGreaterThan(0);
    expect(await value("SELECT COUNT(*) FROM draft_orders")).toBe(before);
  });

  it("is conditional on its version, and over when it is cancelled", async () => {
    const variant = await makeVariant();
    const draft = await draftOf(variant);
    const path = `${DRAFTS}/${draft.id}`;
    const read = await staff("GET", path);
    const etag = read.headers.get("ETag") ?? "";
    expect(
      (await api("GET", path, { headers: { ...(await asStaff()), "If-None-Match": etag } })).status,
    ).toBe(304);
    const put = await staff("PUT", path, complete(variant, { note: "Ring twice" }), { "If-Match": etag });
    expect(put).toMatchObject({ status: 200, body: { note: "Ring twice", version: 2 } });
    expect((await staff("PATCH", path, { note: null }, { "If-Match": etag })).status).toBe(412);
    expect((await staff("DELETE", path, undefined, { "If-Match": etag })).status).toBe(412);
    expect((await staff("DELETE", path)).status).toBe(204);
    expect((await staff("DELETE", path)).status).toBe(204);
    expect(await staff("PATCH", path, { note: "x" })).toMatchObject({
      status: 409,
      body: { code: "draft_order.transition_refused" },
    });
    expect(await send(draft.id)).toMatchObject({
      status: 409,
      body: { code: "draft_order.transition_refused" },
    });
    expect((await staff("GET", path)).body).toMatchObject({ status: "cancelled", note: "Ring twice" });
  });

  it("of parallel changes to one version one wins", async () => {
    const draft = await draftOf(await makeVariant());
    const answers = await Promise.all(
      ["one", "two", "three"].map((note) =>
        staff("PATCH", `${DRAFTS}/${draft.id}`, { note }, { "If-Match": '"1"' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  it("is listed by status, newest first, page by page", async () => {
    const variant = await makeVariant();
    const { id: customer } = await makeUser();
    const made: string[] = [];
    for (let count = 0; count < 3; count++) made.push((await draftOf(variant, { customer_id: customer })).id);
    await staff("DELETE", `${DRAFTS}/${made[1]}`);
    type Page = { data: DraftOrder[]; pagination: { next_cursor: string | null } };
    const list = (query: string) => staff<Page>("GET", `${DRAFTS}?customer_id=${customer}${query}`);
    const first = (await list("&limit=2")).body;
    expect(first.data.map(({ id }) => id)).toEqual([made[2], made[1]]);
    const second = (await list(`&limit=2&cursor=${first.pagination.next_cursor}`)).body;
    expect(second.data.map(({ id }) => id)).toEqual([made[0]]);
    const open = (await list("&status=open")).body;
    expect(open.data.map(({ id }) => id)).toEqual([made[2], made[0]]);
    expect(open.data[0]).toEqual((await staff("GET", `${DRAFTS}/${made[2]}`)).body);
  });
});

describe("sending a draft", () => {
  it("places one order that holds its stock, and mails one link with which the customer pays", async () => {
    const variant = await makeVariant({ stock: 5 });
    const draft = await draftOf(variant, { note: "Ring twice" });
    const sent = await send(draft.id);
    expect(sent.status, JSON.stringify(sent.body)).toBe(201);
    const { order } = sent.body;
    expect(order).toMatchObject({
      status: "pending_payment",
      source: "draft",
      note: "Ring twice",
      totals: draft.totals,
      outstanding: draft.totals.total,
    });
    expect(Date.parse(order.expires_at ?? "") - Date.parse(order.placed_at)).toBe(72 * 60 * 60 * 1000);
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 2 });
    const again = await send(draft.id);
    expect(again.body.order.id).toBe(order.id);
    expect(again.body.payment_url).toBe(sent.body.payment_url);
    await eventsDelivered();
    expect(await mailsOf(order.id, "payment-link")).toEqual([{ recipient: "ada@example.com" }]);
    expect((await staff("GET", `${DRAFTS}/${draft.id}`)).body).toMatchObject({
      status: "sent",
      order_id: order.id,
    });
    expect(await staff("PATCH", `${DRAFTS}/${draft.id}`, { note: "x" })).toMatchObject({ status: 409 });
    expect(await staff("DELETE", `${DRAFTS}/${draft.id}`)).toMatchObject({ status: 409 });

    const link = linkOf(sent.body.payment_url);
    const headers = { "X-Order-Token": link.token };
    const payable = await api("GET", `/api/v1/orders/${link.order}/payable`, { headers });
    expect(payable.body).toMatchObject({
      order_number: order.number,
      payment: { purpose: "order", amount: order.totals.total, payable_until: order.expires_at },
      publishable_key: env.STRIPE_PUBLISHABLE_KEY,
    });
    const paid = await api<Order>("POST", `/api/v1/orders/${link.order}/payments`, {
      headers,
      body: { payment_method: "pm_card_visa" },
    });
    expect(paid).toMatchObject({ status: 201, body: { status: "confirmed", payment_status: "paid" } });
    await eventsDelivered();
    expect(await stockOf(variant)).toEqual({ on_hand: 3, reserved: 0 });
    expect(
      (await api("GET", `/api/v1/orders/${link.order}/payable`, { headers })).body["payment"],
    ).toBeNull();
    expect((await send(draft.id)).body.payment_url).toBeNull();
    expect(await allBreaches()).toEqual([]);
  });

  it("twice at once makes one order", async () => {
    const variant = await makeVariant({ stock: 5 });
    const draft = await draftOf(variant);
    const answers = await Promise.all([1, 2, 3].map(() => send(draft.id)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.order.id)).size).toBe(1);
    await eventsDelivered();
    expect(await mailsOf(answers[0]?.body.order.id ?? "", "payment-link")).toHaveLength(1);
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 2 });
    expect(await allBreaches()).toEqual([]);
  });

  it("by two at the same time, with the last of the stock, answers both with the order", async () => {
    const variant = await makeVariant({ stock: 2 });
    const draft = await draftOf(variant);
    let first: Answer<Body<Sent>> | undefined;
    const bindings = beforeBatchWith(/FROM stock_levels/, async () => (first = await send(draft.id)));
    const second = await callWith<Sent>(bindings, "POST", `${DRAFTS}/${draft.id}/send`, {
      body: {},
      headers: await asStaff(),
    });
    expect(first).toMatchObject({ status: 201 });
    expect(second).toMatchObject({ status: 201, body: { order: { id: first?.body.order.id } } });
    expect(await stockOf(variant)).toEqual({ on_hand: 2, reserved: 2 });
    expect(await allBreaches()).toEqual([]);
  });

  it("is refused with what stands in the way, and writes nothing", async () => {
    const variant = await makeVariant({ stock: 5 });
    const without = await draftOf(variant, { email: undefined });
    const refused = await send(without.id);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: "draft_order.incomplete", errors: [{ pointer: "#/email", code: "missing" }] },
    });
    const nowhere = await draftOf(variant, {
      shipping_address: { ...NEW_YORK, region: undefined, country: "AQ" },
    });
    expect(await send(nowhere.id)).toMatchObject({ status: 422, body: { code: "shipping.not_served" } });
    const scarce = await draftOf(variant, { line_items: [{ variant_id: variant.id, quantity: 6 }] });
    expect(await send(scarce.id)).toMatchObject({
      status: 409,
      body: { code: "inventory.out_of_stock", items: [{ sku: variant.sku, requested: 6, available: 5 }] },
    });
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 0 });
    for (const { id } of [without, nowhere, scarce])
      expect((await staff("GET", `${DRAFTS}/${id}`)).body.status).toBe("open");
  });

  it("for a customer is theirs, goes to their address and can be silent", async () => {
    const variant = await makeVariant({ stock: 5 });
    const customer = await makeUser();
    const draft = await draftOf(variant, { customer_id: customer.id, email: undefined });
    const sent = await send(draft.id, { notify: false });
    expect(sent.body.order).toMatchObject({ customer_id: customer.id, email: customer.email });
    await eventsDelivered();
    expect(await mailsOf(sent.body.order.id, "payment-link")).toEqual([]);
    const own = await api("GET", `/api/v1/orders/${sent.body.order.id}`, { headers: customer.headers });
    expect(own.status).toBe(200);
    const other = await makeUser();
    expect(
      (await api("GET", `/api/v1/orders/${sent.body.order.id}/payable`, { headers: other.headers })).status,
    ).toBe(404);
  });

  it("that costs nothing is confirmed at once", async () => {
    const variant = await makeVariant({ stock: 5, digital: true });
    const free = {
      variant_id: variant.id,
      quantity: 1,
      unit_price: { amount: 0, currency: "USD" },
      price_reason: "a present",
    };
    const draft = await draftOf(variant, { line_items: [free], shipping_option_id: undefined });
    const sent = await send(draft.id);
    expect(sent.body).toMatchObject({
      order: { status: "confirmed", totals: { total: { amount: 0 } } },
      payment_url: null,
    });
    await eventsDelivered();
    expect(await allBreaches()).toEqual([]);
  });

  it("and not paid in time gives its stock back, and the link is over", async () => {
    const variant = await makeVariant({ stock: 5 });
    const sent = await send((await draftOf(variant)).id);
    await cronAfter(71 * 60);
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 2 });
    await cronAfter(72 * 60 + 1);
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 0 });
    const link = await staff("POST", `/api/v1/orders/${sent.body.order.id}/payment-link`, {});
    expect(link).toMatchObject({ status: 409, body: { code: "order.nothing_to_pay" } });
    await eventsDelivered();
    expect(await allBreaches()).toEqual([]);
  });
});

describe("the payment link", () => {
  it("can be made again and mailed again", async () => {
    const sent = await send((await draftOf(await makeVariant())).id, { notify: false });
    const { order } = sent.body;
    const path = `/api/v1/orders/${order.id}/payment-link`;
    const again = await staff<Record<string, unknown>>("POST", path, {});
    expect(again).toMatchObject({
      status: 200,
      body: {
        payment_url: sent.body.payment_url,
        amount: order.totals.total,
        payable_until: order.expires_at,
      },
    });
    await eventsDelivered();
    expect(await mailsOf(order.id, "payment-link")).toEqual([]);
    await staff("POST", path, { notify: true });
    await eventsDelivered();
    expect(await mailsOf(order.id, "payment-link")).toHaveLength(1);
  });

  it("gives nothing to who has another order's token, or none", async () => {
    const one = await send((await draftOf(await makeVariant())).id);
    const two = await send((await draftOf(await makeVariant())).id);
    const path = `/api/v1/orders/${one.body.order.id}/payable`;
    expect((await api("GET", path)).status).toBe(401);
    const { token } = linkOf(two.body.payment_url);
    expect((await api("GET", path, { headers: { "X-Order-Token": token } })).status).toBe(404);
  });
});

describe("erasing a customer", () => {
  it("takes them out of drafts, which are given up, and of the answers that are kept", async () => {
    const variant = await makeVariant();
    const customer = await makeUser({ email: `${unique("erase")}@example.com` });
    const key = unique("key");
    const body = complete(variant, {
      customer_id: customer.id,
      email: customer.email,
      note: "for Ada Lovelace",
    });
    const made = await staff("POST", DRAFTS, body, { "Idempotency-Key": key });
    const guests = await draftOf(variant, { email: customer.email });
    const others = await draftOf(variant, { email: "someone.else@example.com" });
    const held = await api<{ draft_orders: { id: string; content: { note: string } }[] }>(
      "GET",
      "/api/v1/customers/me/export",
      { headers: customer.headers },
    );
    expect(held.body.draft_orders).toMatchObject([
      { id: made.body.id, content: { note: "for Ada Lovelace" } },
    ]);
    expect((await api("DELETE", "/api/v1/customers/me", { headers: customer.headers })).status).toBeLessThan(
      300,
    );
    for (const id of [made.body.id, guests.id]) {
      const [row] = await rows<{ status: string; email: string | null; content: string }>(
        "SELECT status, email, content FROM draft_orders WHERE id = ?",
        id,
      );
      expect(row).toMatchObject({ status: "cancelled", email: null });
      expect(row?.content).not.toContain("Lovelace");
      expect(row?.content).toContain(variant.sku);
    }
    expect(await value("SELECT COUNT(*) FROM idempotency_keys WHERE key = ?", key)).toBe(0);
    expect((await staff("GET", `${DRAFTS}/${others.id}`)).body).toMatchObject({ status: "open" });
  });
});

import { afterEach, describe, expect, it } from "vitest";
import { setClock } from "../../src/platform/ctx.ts";
import { ERASED_EMAIL } from "../../src/modules/orders/orders.table.ts";
import { makeUser } from "../support/accounts.ts";
import { api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { setOrder } from "../support/orders.ts";
import { findPersonalData } from "../support/personal-data.ts";
import {
  act,
  askReturn,
  deliveredOrder,
  expectSound,
  madeReturn,
  orderNow,
  paidOrder,
  returnNow,
  send,
  type SentOrder,
  shopWith,
} from "../support/returns.ts";
import { stockOf, unique } from "../support/shop.ts";

afterEach(() => setClock(undefined));

const DAY = 24 * 60 * 60_000;
const NOBODY = "01900000-0000-7000-8000-00000000dead";

function line(sent: SentOrder, at = 0): string {
  return sent.lines[at] ?? "";
}

async function countersOf(id: string) {
  const [row] = await rows("SELECT shipped, in_return, returned, refunded FROM order_lines WHERE id = ?", id);
  return row;
}

describe("asking for a return", () => {
  it("is done by the customer, told to both sides, and takes the units", async () => {
    const sent = await deliveredOrder([{ quantity: 3 }]);
    const asked = await askReturn(sent, [{ id: line(sent), quantity: 2 }], sent.token, {
      reason: "Too small\nand too red",
      exchange: true,
    });
    expect(asked).toMatchObject({
      status: 201,
      body: {
        order_id: sent.id,
        order_number: sent.order.number,
        status: "requested",
        requested_by: "customer",
        reason: "Too small\nand too red",
        wants_exchange: true,
        line_items: [{ id: line(sent), quantity: 2, restocked_quantity: 0, written_off_quantity: 0 }],
        refunds: [],
        allowed_transitions: [{ action: "cancel", allowed: true }],
      },
    });
    expect(asked.headers.get("Location")).toBe(`/api/v1/returns/${asked.body.id}`);
    expect(await countersOf(line(sent))).toEqual({ shipped: 3, in_return: 2, returned: 0, refunded: 0 });
    expect(await orderNow(sent.id)).toMatchObject({
      status: "delivered",
      fulfillment_status: "fulfilled",
      line_items: [{ returning_quantity: 2, returned_quantity: 0 }],
    });
    await expectSound();
    const mails = await rows<{ template: string }>(
      "SELECT template FROM notifications WHERE order_id = ? AND template LIKE '%return%' ORDER BY template",
      sent.id,
    );
    expect(mails.map((mail) => mail.template)).toContain("return-requested");
    const timeline = await rows(
      "SELECT action, data FROM order_transitions WHERE order_id = ? ORDER BY seq DESC",
      sent.id,
    );
    expect(timeline[0]?.["action"]).toBe("return_requested");
    expect(timeline[0]?.["data"]).not.toContain("small");
  });

  it("needs units that were sent: more, unsent ones and those in another return are refused with what is left", async () => {
    const sent = await paidOrder([{ quantity: 3 }]);
    const staff = await asStaff();
    const nothing = await askReturn(sent, [{ id: line(sent), quantity: 1 }], staff);
    expect(nothing).toMatchObject({
      status: 409,
      body: {
        code: "return.exceeds_shipped",
        line_items: [{ id: line(sent), requested: 1, returnable: 0 }],
      },
    });
    await send(sent, { lines: [{ id: line(sent), quantity: 2 }] });
    const three = await askReturn(sent, [{ id: line(sent), quantity: 3 }]);
    expect(three).toMatchObject({ status: 409, body: { code: "return.exceeds_shipped" } });
    expect(three.body["line_items"]).toEqual([{ id: line(sent), requested: 3, returnable: 2 }]);
    expect((await askReturn(sent, [{ id: line(sent), quantity: 1 }])).status).toBe(201);
    const again = await askReturn(sent, [{ id: line(sent), quantity: 2 }]);
    expect(again).toMatchObject({ status: 409, body: { code: "return.exceeds_shipped" } });
    expect(again.body["line_items"]).toEqual([{ id: line(sent), requested: 2, returnable: 1 }]);
    await expectSound();
  });

  it("of what is on its way is for staff alone", async () => {
    const sent = await paidOrder([{ quantity: 1 }]);
    await send(sent, { deliver: false });
    const units = [{ id: line(sent), quantity: 1 }];
    expect(await askReturn(sent, units)).toMatchObject({
      status: 409,
      body: { code: "return.not_delivered", line_items: [{ returnable: 0 }] },
    });
    expect(await askReturn(sent, units, await asStaff())).toMatchObject({
      status: 201,
      body: { requested_by: "staff" },
    });
    await expectSound();
  });

  it("ends with the shop's days after delivery, but not for staff", async () => {
    const sent = await deliveredOrder([{ quantity: 2 }]);
    const shop = shopWith({ RETURN_DAYS: "30" });
    const ask = (bindings: Env, headers: Record<string, string>) =>
      callWith(bindings, "POST", `/api/v1/orders/${sent.id}/returns`, {
        body: { line_items: [{ id: line(sent), quantity: 1 }] },
        headers,
      });
    const staff = await asStaff();
    setClock(() => new Date(Date.now() + 30 * DAY + 60_000));
    expect(await ask(shop, sent.token)).toMatchObject({
      status: 409,
      body: { code: "return.period_over", line_items: [{ requested: 1, returnable: 0 }] },
    });
    setClock(() => new Date(Date.now() + 30 * DAY - 60_000));
    expect((await ask(shop, sent.token)).status).toBe(201);
    setClock(undefined);
    const never = shopWith({ RETURN_DAYS: "0" });
    expect(await ask(never, sent.token)).toMatchObject({ status: 409, body: { code: "return.period_over" } });
    expect((await ask(never, staff)).status).toBe(201);
    await expectSound();
  });

  it.each([
    ["no lines", { line_items: [] }, "#/line_items"],
    ["no units", { line_items: [{ id: NOBODY, quantity: 0 }] }, "#/line_items/0/quantity"],
    ["half a unit", { line_items: [{ id: NOBODY, quantity: 1.5 }] }, "#/line_items/0/quantity"],
    ["a line of another order", { line_items: [{ id: NOBODY, quantity: 1 }] }, "#/line_items/0/id"],
    [
      "a line twice",
      {
        line_items: [
          { id: NOBODY, quantity: 1 },
          { id: NOBODY, quantity: 1 },
        ],
      },
      "#/line_items/1/id",
    ],
    ["no id", { line_items: [{ id: "1", quantity: 1 }] }, "#/line_items/0/id"],
    [
      "a control character",
      { line_items: [{ id: NOBODY, quantity: 1, reason: "\u0007" }] },
      "#/line_items/0/reason",
    ],
    ["a field that there is not", { line_items: [{ id: NOBODY, quantity: 1 }], refund: true }, "#/refund"],
  ])("with %s is 422 and changes nothing", async (_, body, pointer) => {
    const sent = await deliveredOrder();
    const answer = await api("POST", `/api/v1/orders/${sent.id}/returns`, { body, headers: sent.token });
    expect(answer.status).toBe(422);
    expect((answer.body["errors"] as { pointer: string }[]).map((error) => error.pointer)).toContain(pointer);
    expect(await value("SELECT COUNT(*) FROM returns WHERE order_id = ?", sent.id)).toBe(0);
  });
});

describe("who may see and change a return", () => {
  it("is the order's customer and staff; to everybody else there is none", async () => {
    const sent = await deliveredOrder();
    const other = await deliveredOrder();
    const { id } = await madeReturn(sent, [{ id: line(sent), quantity: 1 }], "requested");
    const { headers: stranger } = await makeUser();
    const paths: [string, string][] = [
      ["GET", `/api/v1/returns/${id}`],
      ["POST", `/api/v1/returns/${id}/cancel`],
      ["GET", `/api/v1/orders/${sent.id}/returns`],
    ];
    for (const [method, path] of paths) {
      const call = (headers: Record<string, string>) =>
        api(method, path, { headers, ...(method === "POST" ? { body: {} } : {}) });
      expect((await call({})).status, path).toBe(401);
      expect((await call(other.token)).status, path).toBe(404);
      expect((await call(stranger)).status, path).toBe(404);
      expect((await call(sent.token)).status, path).toBe(200);
    }
    const asked = await askReturn(sent, [{ id: line(sent), quantity: 1 }], other.token);
    expect(asked.status).toBe(404);
    expect((await askReturn(sent, [{ id: line(sent), quantity: 1 }], stranger)).status).toBe(404);
    for (const action of ["approve", "reject", "receive", "refund"]) {
      const answer = await api("POST", `/api/v1/returns/${id}/${action}`, {
        body: { reason: "no" },
        headers: { ...stranger, "Idempotency-Key": unique("key") },
      });
      expect(answer.status, action).toBe(403);
    }
    expect((await api("GET", `/api/v1/returns/${NOBODY}`, { headers: await asStaff() })).status).toBe(404);
    expect((await act(NOBODY, "approve")).status).toBe(404);
  });

  it("lists them page by page, by status and by order", async () => {
    const sent = await deliveredOrder([{ quantity: 3 }]);
    const ids: string[] = [];
    for (const until of ["requested", "approved", "received"] as const) {
      ids.push((await madeReturn(sent, [{ id: line(sent), quantity: 1 }], until)).id);
    }
    const headers = await asStaff();
    type Page = { data: { id: string; status: string }[]; pagination: { next_cursor: string | null } };
    const list = async (query: string) =>
      (await api<Page>("GET", `/api/v1/returns?order_id=${sent.id}${query}`, { headers })).body;
    expect((await list("")).data.map((each) => each.id)).toEqual(ids.toReversed());
    expect((await list("&status=approved")).data).toMatchObject([{ id: ids[1], status: "approved" }]);
    const first = await list("&limit=2&sort=created_at");
    expect(first.data.map((each) => each.id)).toEqual(ids.slice(0, 2));
    const rest = await list(`&limit=2&sort=created_at&cursor=${first.pagination.next_cursor}`);
    expect(rest.data.map((each) => each.id)).toEqual(ids.slice(2));
    const own = await api<Page>("GET", `/api/v1/orders/${sent.id}/returns`, { headers: sent.token });
    expect(own.body.data).toHaveLength(3);
    expect((await api("GET", "/api/v1/returns", { headers: sent.token })).status).toBe(401);
  });

  it("answers an ETag, and refuses a change to another version", async () => {
    const sent = await deliveredOrder();
    const { id } = await madeReturn(sent, [{ id: line(sent), quantity: 1 }], "requested");
    const read = await api("GET", `/api/v1/returns/${id}`, { headers: sent.token });
    const tag = read.headers.get("ETag") ?? "";
    const same = await api("GET", `/api/v1/returns/${id}`, {
      headers: { ...sent.token, "If-None-Match": tag },
    });
    expect(same.status).toBe(304);
    // Staff see more of it: what the customer has is another representation.
    const staff = await asStaff();
    const seen = await api("GET", `/api/v1/returns/${id}`, { headers: { ...staff, "If-None-Match": tag } });
    expect(seen.status).toBe(200);
    const match = { "If-Match": seen.headers.get("ETag") ?? "" };
    expect((await act(id, "approve", {}, { "If-Match": '"9"' })).status).toBe(412);
    expect((await act(id, "approve", {}, match)).status).toBe(200);
    expect((await act(id, "cancel", {}, match)).status).toBe(412);
  });

  it.each(["", "WHERE status = 'requested'", "WHERE order_id = 'x'"])(
    "are listed without sorting all of them: %s",
    async (where) => {
      const plan = await rows<{ detail: string }>(
        `EXPLAIN QUERY PLAN SELECT id FROM returns ${where} ORDER BY created_at DESC, id DESC LIMIT 21`,
      );
      expect(plan.map(({ detail }) => detail).join()).toMatch(/^S\w+ returns USING \w* ?INDEX returns_\w+/);
      expect(JSON.stringify(plan)).not.toContain("TEMP B-TREE");
    },
  );

  it("keeps no words when the person behind the order was erased", async () => {
    const sent = await deliveredOrder();
    await setOrder(sent.id, { email: ERASED_EMAIL, erased_at: new Date().toISOString() });
    const asked = await askReturn(sent, [{ id: line(sent), quantity: 1 }], sent.token, {
      reason: "It is Zeldamira",
    });
    expect(asked.status).toBe(201);
    expect(asked.body.reason).toBeUndefined();
    const note = { body: "Zeldamira called", visibility: "internal" };
    const path = `/api/v1/orders/${sent.id}/notes`;
    expect((await api("POST", path, { body: note, headers: await asStaff() })).status).toBe(409);
    expect(await findPersonalData(["Zeldamira"])).toEqual([]);
  });
});

describe("the shop's answer", () => {
  it("approves with a label and instructions, or rejects with a reason and frees the units", async () => {
    const sent = await deliveredOrder([{ quantity: 2 }]);
    const first = await madeReturn(sent, [{ id: line(sent), quantity: 2 }], "requested");
    const rejected = await act(first.id, "reject", { reason: "Worn" });
    expect(rejected).toMatchObject({ status: 200, body: { status: "rejected", rejection_reason: "Worn" } });
    expect(await countersOf(line(sent))).toMatchObject({ in_return: 0 });
    const second = await madeReturn(sent, [{ id: line(sent), quantity: 2 }], "requested");
    const approved = await act(second.id, "approve", { label: "Returns\n1 Way", instructions: "Fold it" });
    expect(approved).toMatchObject({
      status: 200,
      body: { status: "approved", label: "Returns\n1 Way", instructions: "Fold it" },
    });
    expect(await act(second.id, "approve")).toMatchObject({
      status: 409,
      body: { code: "return.transition_refused", return_status: "approved", action: "approve" },
    });
    expect((await act(first.id, "approve")).status).toBe(409);
    await expectSound();
  });

  it("can be called off by the customer while asked for, by staff until something came", async () => {
    const sent = await deliveredOrder([{ quantity: 3 }]);
    const cancel = (id: string) =>
      api("POST", `/api/v1/returns/${id}/cancel`, { body: {}, headers: sent.token });
    const one = await madeReturn(sent, [{ id: line(sent), quantity: 1 }], "requested");
    expect(await cancel(one.id)).toMatchObject({ status: 200, body: { status: "cancelled" } });
    expect((await cancel(one.id)).status).toBe(409);
    const two = await madeReturn(sent, [{ id: line(sent), quantity: 3 }], "approved");
    expect(await cancel(two.id)).toMatchObject({ status: 409, body: { code: "return.transition_refused" } });
    expect((await act(two.id, "receive", { line_items: [{ id: line(sent), restocked: 1 }] })).status).toBe(
      200,
    );
    expect(await act(two.id, "cancel")).toMatchObject({
      status: 409,
      body: { reason: "has received units: complete it instead" },
    });
    await expectSound();
  });
});

describe("receiving", () => {
  it("in parts restocks, writes off, and frees what does not come", async () => {
    const sent = await deliveredOrder([{ quantity: 4 }, { quantity: 2 }]);
    const [mug, plate] = sent.variants;
    if (!mug || !plate) throw new Error("unreachable");
    const { id } = await madeReturn(
      sent,
      [
        { id: line(sent), quantity: 4 },
        { id: line(sent, 1), quantity: 1 },
      ],
      "approved",
    );
    const before = await stockOf(mug);
    const part = await act(id, "receive", { line_items: [{ id: line(sent), restocked: 1, written_off: 1 }] });
    expect(part).toMatchObject({
      status: 200,
      body: { status: "approved", line_items: [{ restocked_quantity: 1, written_off_quantity: 1 }, {}] },
    });
    expect(await stockOf(mug)).toEqual({ ...before, on_hand: before.on_hand + 1 });
    expect(await countersOf(line(sent))).toMatchObject({ in_return: 4, returned: 2 });
    expect(await orderNow(sent.id)).toMatchObject({ fulfillment_status: "partially_returned" });
    const rest = await act(id, "receive", { line_items: [{ id: line(sent), restocked: 1 }], complete: true });
    expect(rest).toMatchObject({ status: 200, body: { status: "received" } });
    expect(await countersOf(line(sent))).toMatchObject({ in_return: 3, returned: 3 });
    expect(await countersOf(line(sent, 1))).toMatchObject({ in_return: 0, returned: 0 });
    const moved = await rows(
      "SELECT delta, kind, reference FROM stock_movements WHERE variant_id = ? AND kind = 'return'",
      mug.id,
    );
    expect(moved).toEqual([
      { delta: 1, kind: "return", reference: id },
      { delta: 1, kind: "return", reference: id },
    ]);
    const again = await askReturn(sent, [
      { id: line(sent), quantity: 1 },
      { id: line(sent, 1), quantity: 2 },
    ]);
    expect(again.status).toBe(201);
    await expectSound();
  });

  it("at several locations puts the units where they are said to be", async () => {
    const sent = await deliveredOrder([{ quantity: 3 }]);
    const made = await api<{ id: string }>("POST", "/api/v1/inventory/locations", {
      body: { name: unique("Returns desk") },
      headers: await asStaff(),
    });
    const { id } = await madeReturn(sent, [{ id: line(sent), quantity: 3 }], "approved");
    const received = await act(id, "receive", {
      line_items: [
        { id: line(sent), restocked: 1 },
        { id: line(sent), restocked: 2, location_id: made.body.id },
      ],
    });
    expect(received).toMatchObject({ status: 200, body: { status: "received" } });
    const there = await value(
      "SELECT on_hand FROM stock_levels WHERE variant_id = ? AND location_id = ?",
      sent.variants[0]?.id,
      made.body.id,
    );
    expect(there).toBe(2);
    await expectSound();
  });

  it("refuses more than is awaited, unknown lines and places, and nothing at all", async () => {
    const sent = await deliveredOrder([{ quantity: 3 }, { quantity: 1 }]);
    const { id } = await madeReturn(sent, [{ id: line(sent), quantity: 2 }], "approved");
    const receive = (body: unknown) => act(id, "receive", body);
    expect(await receive({ line_items: [{ id: line(sent), restocked: 2, written_off: 1 }] })).toMatchObject({
      status: 409,
      body: { code: "return.exceeds_announced", line_items: [{ id: line(sent), awaited: 2 }] },
    });
    const errors = async (body: unknown) => {
      const answer = await receive(body);
      expect(answer.status, JSON.stringify(answer.body)).toBe(422);
      return (answer.body["errors"] as { pointer: string }[]).map((error) => error.pointer);
    };
    // A line of the order that is not in the return is not the return's.
    expect(await errors({ line_items: [{ id: line(sent, 1), restocked: 1 }] })).toEqual([
      "#/line_items/0/id",
    ]);
    expect(await errors({ line_items: [{ id: line(sent), restocked: -1, written_off: 2 }] })).toEqual([
      "#/line_items/0/restocked",
    ]);
    expect(await errors({ line_items: [{ id: line(sent), restocked: 1, location_id: NOBODY }] })).toEqual([
      "#/line_items/0/location_id",
    ]);
    expect(await errors({})).toEqual(["#/line_items"]);
    expect(await errors({ line_items: [{ id: line(sent) }] })).toEqual(["#/line_items"]);
    expect(await receive({ complete: true })).toMatchObject({
      status: 409,
      body: { reason: "has received nothing: cancel it instead" },
    });
    expect(await returnNow(id)).toMatchObject({
      status: "approved",
      line_items: [{ restocked_quantity: 0 }],
    });
    await expectSound();
  });

  it("is refused before it is approved, and once it is through", async () => {
    const sent = await deliveredOrder([{ quantity: 2 }]);
    const asked = await madeReturn(sent, [{ id: line(sent), quantity: 1 }], "requested");
    const all = { line_items: [{ id: line(sent), restocked: 1 }] };
    expect(await act(asked.id, "receive", all)).toMatchObject({
      status: 409,
      body: { return_status: "requested" },
    });
    const { id } = await madeReturn(sent, [{ id: line(sent), quantity: 1 }]);
    expect(await act(id, "receive", all)).toMatchObject({ status: 409, body: { return_status: "received" } });
    await expectSound();
  });

  it("of a whole order makes it returned", async () => {
    const sent = await deliveredOrder([{ quantity: 2 }]);
    await madeReturn(sent, [{ id: line(sent), quantity: 2 }]);
    expect(await orderNow(sent.id)).toMatchObject({ status: "delivered", fulfillment_status: "returned" });
    await eventsDelivered();
    await expectSound();
  });
});

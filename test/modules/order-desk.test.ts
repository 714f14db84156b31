import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { changeOrder, happening } from "../../src/modules/orders/index.ts";
import type { OrderEventJson } from "../../src/modules/orders/order-events.schema.ts";
import type { Order } from "../../src/modules/orders/orders.schema.ts";
import type { Pagination } from "../../src/platform/pagination.ts";
import { makeUser, systemCtx } from "../support/accounts.ts";
import { api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { countingEnv } from "../support/counting-env.ts";
import { fillCart, orderAs } from "../support/customer-cart.ts";
import { allBreaches, guestOrder, setOrder } from "../support/orders.ts";
import { makeVariant, unique } from "../support/shop.ts";

type Events = { data: OrderEventJson[]; pagination: Pagination; code: string };
type Headers = Record<string, string>;

async function eventsOf(path: string, headers: Headers, query = "?limit=100") {
  const answer = await api<Events>("GET", `${path}/events${query}`, { headers });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data;
}

function typesOf(events: OrderEventJson[]) {
  return events.map((event) => event.type);
}

/** Writes what other flows write: a refund that failed, a fee, a mail to staff, an alert, an edit with a reason of staff. */
async function addMore(orderId: string): Promise<void> {
  const now = new Date().toISOString();
  const paymentId = await value<string>("SELECT id FROM payments WHERE order_id = ?", orderId);
  await changeOrder(systemCtx(), orderId, (order) => ({
    steps: [happening(order, "edited", { difference: 250, location_id: "cellar" }, "suspected fraud")],
    statements: [],
    audit: { action: "order.edit" },
    result: undefined,
  }));
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO payment_transactions (id, payment_id, kind, amount, currency, provider_ref, detail, occurred_at, created_at)
       VALUES (?, ?, 'fee', 0, 'USD', ?, 'stripe_fee', ?, ?)`,
    ).bind(unique("entry"), paymentId, unique("txn"), now, now),
    env.DB.prepare(
      `INSERT INTO notifications (id, event_id, template, channel, recipient, subject, order_id, status, created_at, sent_at)
       VALUES (?, ?, 'dispute', 'email', 'staff@example.com', 'A dispute', ?, 'sent', ?, ?)`,
    ).bind(unique("mail"), unique("event"), orderId, now, now),
    env.DB.prepare(
      "INSERT INTO alerts (id, code, entity, entity_id, details, created_at) VALUES (?, 'refund.failed', 'payment', ?, '{}', ?)",
    ).bind(unique("alert"), paymentId, now),
    env.DB.prepare(
      `INSERT INTO refunds (id, payment_id, order_id, amount, currency, status, source, reason, failure_reason, actor_kind, created_at, updated_at)
       VALUES (?, ?, ?, 100, 'USD', 'failed', 'staff', 'angry', 'expired_or_canceled_card', 'stripe', ?, ?)`,
    ).bind(unique("refund"), paymentId, orderId, now, now),
  ]);
}

describe("an order's events", () => {
  it("tell staff everything that happened, with who did it", async () => {
    const staff = await makeUser({ role: "staff", firstName: "Grace", lastName: "Hopper" });
    const { order, path } = await guestOrder();
    await eventsDelivered();
    const note = { body: "Call before noon", visibility: "internal" };
    expect((await api("POST", `${path}/notes`, { body: note, headers: staff.headers })).status).toBe(201);
    await addMore(order.id);
    const events = await eventsOf(path, await asStaff());
    expect(typesOf(events)).toEqual(
      expect.arrayContaining([
        ...["order.place", "order.settle", "order.note_added", "order.edited", "payment.captured"],
        ...["payment.fee", "mail.sent", "alert.raised", "refund.requested"],
      ]),
    );
    expect(events[0]).toMatchObject({ type: "order.place", actor: { kind: "customer" } });
    expect(events.find((event) => event.type === "order.note_added")).toMatchObject({
      actor: { kind: "staff", id: staff.id, name: "Grace Hopper" },
      data: { body: "Call before noon", visibility: "internal" },
    });
    expect(events.find((event) => event.type === "order.settle")?.data).toMatchObject({
      from: "pending_payment",
      to: "confirmed",
    });
    expect(events.find((event) => event.type === "payment.captured")).toMatchObject({
      actor: { kind: "stripe" },
      data: { amount: order.totals.total },
    });
    expect(events.find((event) => event.type === "refund.requested")?.data).toMatchObject({
      status: "failed",
      shipping: { amount: 0, currency: "USD" },
      failure_reason: "expired_or_canceled_card",
    });
    const times = events.map((event) => event.at);
    expect(times).toEqual([...times].sort());
  });

  it("tell the customer what concerns them: no reasons, fees, internal notes, alerts, mails to staff, and nobody's name", async () => {
    const staff = await makeUser({ role: "staff", firstName: "Grace", lastName: "Hopper" });
    const { order, path, guest } = await guestOrder();
    await eventsDelivered();
    for (const [body, visibility] of [
      ["Secret: Quixotic", "internal"],
      ["It comes on Monday", "customer"],
    ]) {
      await api("POST", `${path}/notes`, { body: { body, visibility }, headers: staff.headers });
    }
    await api("PUT", `${path}/tags`, { body: { tags: ["risky"] }, headers: staff.headers });
    await eventsDelivered();
    await addMore(order.id);
    const events = await eventsOf(path, guest);
    const types = typesOf(events);
    expect(types).toEqual(
      expect.arrayContaining(["order.place", "order.edited", "payment.captured", "refund.requested"]),
    );
    for (const hidden of ["payment.fee", "alert.raised", "order.tags_changed", "mail.failed"]) {
      expect(types).not.toContain(hidden);
    }
    const notes = events.filter((event) => event.type === "order.note_added");
    expect(notes).toMatchObject([{ actor: { kind: "staff" }, data: { body: "It comes on Monday" } }]);
    expect(events.filter((event) => event.type === "mail.sent").map(({ data }) => data["template"])).toEqual([
      "order-confirmation",
      "order-note",
    ]);
    const all = JSON.stringify(events);
    for (const secret of [
      ...["Quixotic", "suspected fraud", "angry", "cellar", "staff@example.com", "risky", "A dispute"],
      ...["expired_or_canceled_card", "Grace", staff.id, "provider_ref", "ch_", "pi_"],
    ]) {
      expect(all, secret).not.toContain(secret);
    }
    expect(events.find((event) => event.type === "order.edited")?.data).toEqual({ difference: 250 });
  });

  it("are paged without gaps and twice, and stay where they are while more happens", async () => {
    const { path } = await guestOrder();
    await eventsDelivered();
    const headers = await asStaff();
    const before = await eventsOf(path, headers);
    const seen: OrderEventJson[] = [];
    let query = "?limit=1";
    for (let page = 0; page < 30; page++) {
      const answer = await api<Events>("GET", `${path}/events${query}`, { headers });
      seen.push(...answer.body.data);
      if (page < 2) await api("PUT", `${path}/tags`, { body: { tags: [`page ${page}`] }, headers });
      const link = answer.headers.get("Link");
      expect(link === null).toBe(!answer.body.pagination.has_more);
      if (answer.body.pagination.next_cursor === null) break;
      query = `?limit=1&cursor=${answer.body.pagination.next_cursor}`;
    }
    expect(seen.slice(0, before.length)).toEqual(before);
    expect(seen).toEqual(await eventsOf(path, headers));
    expect(seen).toHaveLength(before.length + 2);
    expect(new Set(seen.map((event) => event.id)).size).toBe(seen.length);
  });

  it("are nobody else's, and a cursor of another order is refused", async () => {
    const { path, guest } = await guestOrder();
    const other = await guestOrder();
    const stranger = await makeUser();
    expect((await api("GET", `${path}/events`)).status).toBe(401);
    expect((await api("GET", `${path}/events`, { headers: stranger.headers })).status).toBe(404);
    expect((await api("GET", `${path}/events`, { headers: other.guest })).status).toBe(404);
    const page = await api<Events>("GET", `${path}/events?limit=1`, { headers: guest });
    const query = `?cursor=${page.body.pagination.next_cursor}`;
    expect((await api("GET", `${other.path}/events${query}`, { headers: other.guest })).status).toBe(422);
    expect((await api("GET", `${path}/events?cursor=nonsense`, { headers: guest })).status).toBe(422);
  });

  it.each(["events", "notes"])("/%s is one database call for the owner", async (part) => {
    const user = await makeUser();
    await fillCart(user.headers, await makeVariant(), user.email);
    const placed = (await orderAs(user.headers)).body;
    const { env: counted, counts } = countingEnv();
    const answer = await callWith(counted, "GET", `/api/v1/orders/${placed.id}/${part}`, {
      headers: user.headers,
    });
    expect(answer.status).toBe(200);
    expect(counts.d1).toBe(1);
  });

  it("of a signed-in customer's order call them the customer, and end with the login", async () => {
    const user = await makeUser();
    await fillCart(user.headers, await makeVariant(), user.email);
    const placed = (await orderAs(user.headers)).body;
    const path = `/api/v1/orders/${placed.id}`;
    expect((await eventsOf(path, user.headers))[0]?.actor).toEqual({ kind: "customer" });
    expect((await eventsOf(path, await asStaff()))[0]?.actor).toMatchObject({
      kind: "customer",
      id: user.id,
    });
    await rows("UPDATE sessions SET revoked_at = ? WHERE id = ?", new Date().toISOString(), user.sessionId);
    expect((await api("GET", `${path}/events`, { headers: user.headers })).status).toBe(401);
  });
});

describe("an order's tags", () => {
  it("are kept in one spelling, each once, and are the shop's own", async () => {
    const { order, path, guest } = await guestOrder();
    const headers = await asStaff();
    const tags = ["  Gift   Wrap ", "gift wrap", "VIP", "cafe\u0301"];
    const set = await api<Order>("PUT", `${path}/tags`, { body: { tags }, headers });
    expect(set.status).toBe(200);
    expect(set.body.tags).toEqual(["caf\u00e9", "gift wrap", "vip"]);
    expect(set.headers.get("ETag")).toBe((await api("GET", path, { headers })).headers.get("ETag"));
    expect((await api("GET", path, { headers: guest })).body).not.toHaveProperty("tags");
    const found = await api<{ data: Order[] }>("GET", "/api/v1/orders?tag=GIFT%20WRAP", { headers });
    expect(found.body.data.map(({ id }) => id)).toEqual([order.id]);
    const empty = await api<Order>("PUT", `${path}/tags`, { body: { tags: [] }, headers });
    expect(empty.body.tags).toEqual([]);
    expect(await allBreaches()).toEqual([]);
  });

  it("that the order has already write nothing", async () => {
    const { order, path } = await guestOrder();
    const headers = await asStaff();
    await api("PUT", `${path}/tags`, { body: { tags: ["a", "b"] }, headers });
    const before = await value("SELECT COUNT(*) FROM order_transitions WHERE order_id = ?", order.id);
    const again = await api<Order>("PUT", `${path}/tags`, { body: { tags: ["b", "a"] }, headers });
    expect(again).toMatchObject({ status: 200, body: { tags: ["a", "b"] } });
    expect(await value("SELECT COUNT(*) FROM order_transitions WHERE order_id = ?", order.id)).toBe(before);
  });

  it("are refused when they are none, too many, or set on another version", async () => {
    const { path } = await guestOrder();
    const headers = await asStaff();
    const put = (tags: unknown, more: Headers = {}) =>
      api("PUT", `${path}/tags`, { body: { tags }, headers: { ...headers, ...more } });
    for (const tags of [
      [""],
      ["   "],
      ["x".repeat(41)],
      ["a,b"],
      ["a\u0000"],
      ["\u202egift"],
      [1],
      "gift",
      Array.from({ length: 21 }, (_, index) => `t${index}`),
    ]) {
      expect((await put(tags)).status, JSON.stringify(tags)).toBe(422);
    }
    expect((await put(["x".repeat(40)])).status).toBe(200);
    const etag = (await api("GET", path, { headers })).headers.get("ETag") ?? "";
    expect((await put(["a"], { "If-Match": etag })).status).toBe(200);
    expect((await put(["b"], { "If-Match": etag })).status).toBe(412);
    const unknown = "/api/v1/orders/01900000-0000-7000-8000-00000000dead/tags";
    expect((await api("PUT", unknown, { body: { tags: [] }, headers })).status).toBe(404);
  });

  it("set by two at once end as one of the two wanted, and both stand in the timeline", async () => {
    const { order, path } = await guestOrder();
    const headers = await asStaff();
    const wishes = [["left"], ["right"], ["middle"]];
    const answers = await Promise.all(
      wishes.map((tags) => api("PUT", `${path}/tags`, { body: { tags }, headers })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { body } = await api<Order>("GET", path, { headers });
    expect(wishes).toContainEqual(body.tags);
    const changed = "SELECT COUNT(*) FROM order_transitions WHERE order_id = ? AND action = 'tags_changed'";
    expect(await value(changed, order.id)).toBe(3);
    expect(await allBreaches()).toEqual([]);
  });
});

describe("what an order offers", () => {
  const offer = ({ allowed_transitions: list }: Order) =>
    Object.fromEntries(list.map(({ action, allowed, reason }) => [action, allowed || reason]));

  it("are for the customer paying again and cancelling, for staff all that can be done, each with its reason", async () => {
    const { order, path, guest } = await guestOrder();
    const headers = await asStaff();
    const read = async (as: Headers) => offer((await api<Order>("GET", path, { headers: as })).body);
    expect(await read(guest)).toEqual({ retry_payment: "needs payment_failed, is confirmed", cancel: true });
    expect(await read(headers)).toEqual({
      retry_payment: "needs payment_failed, is confirmed",
      cancel: true,
      process: true,
      ship: "needs processing, is confirmed",
      deliver: "needs shipped, is confirmed",
      complete: "needs delivered, is confirmed",
      edit: true,
      fulfill: true,
      refund: true,
    });
    await setOrder(order.id, { status: "processing", hold: "disputed" });
    expect((await read(guest))["cancel"]).toBe("it is being prepared: ask the shop");
    expect(await read(headers)).toMatchObject({
      cancel: true,
      fulfill: "its payment is disputed",
      ship: "its payment is disputed",
    });
    await setOrder(order.id, { status: "confirmed", hold: null });
    expect(await allBreaches()).toEqual([]);
  });

  it("has another ETag for staff, who see more, and 304 for who has it", async () => {
    const { path, guest } = await guestOrder();
    const headers = await asStaff();
    const [seen, full] = [await api("GET", path, { headers: guest }), await api("GET", path, { headers })];
    expect(seen.headers.get("ETag")).not.toBe(full.headers.get("ETag"));
    for (const [as, answer] of [
      [guest, seen],
      [headers, full],
    ] as const) {
      const etag = answer.headers.get("ETag") ?? "";
      expect((await api("GET", path, { headers: { ...as, "If-None-Match": etag } })).status).toBe(304);
    }
  });
});

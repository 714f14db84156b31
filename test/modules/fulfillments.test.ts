import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { completeOrders } from "../../src/modules/fulfillment/fulfillment.jobs.ts";
import type { Fulfillment } from "../../src/modules/fulfillment/fulfillment.schema.ts";
import { eraseClosedOrdersStmts } from "../../src/modules/orders/index.ts";
import { commit } from "../../src/platform/commit.ts";
import { createCtx } from "../../src/platform/ctx.ts";
import { makeUser, systemCtx } from "../support/accounts.ts";
import { mailsTo } from "../support/account-links.ts";
import { api, asStaff, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { fillCart, orderAs } from "../support/customer-cart.ts";
import { beforeBatchWith } from "../support/failing-env.ts";
import { breachesNow, fulfillment, orderNow, paidOrder } from "../support/fulfillments.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";

afterEach(async () => expect(await breachesNow()).toEqual([]));

const TRACKING = {
  carrier: "UPS",
  tracking_number: "1Z999AA10123456784",
  tracking_url: "https://carrier.example/1Z999AA10123456784",
};
const NOBODY = "01900000-0000-7000-8000-00000000dead";

describe("an order that is sent in parts", () => {
  it("goes through its life cycle with its units, each part told once by mail", async () => {
    const email = `${unique("buyer")}@example.com`;
    const order = await paidOrder([3, 1], email);
    const [first = "", second = ""] = order.lines;
    const created = await fulfillment("POST", order.id, "", {
      line_items: [{ id: first, quantity: 2 }],
      ...TRACKING,
    });
    expect(created).toMatchObject({
      status: 201,
      body: {
        order_id: order.id,
        order_number: order.number,
        status: "created",
        ...TRACKING,
        line_items: [{ id: first, quantity: 2, locations: [{ name: "Main warehouse", quantity: 2 }] }],
        allowed_transitions: [
          { action: "ship", allowed: true },
          { action: "deliver", allowed: false, reason: "needs shipped, is created" },
          { action: "cancel", allowed: true },
        ],
        version: 1,
      },
    });
    const path = `/api/v1/orders/${order.id}/fulfillments/${created.body.id}`;
    expect(created.headers.get("Location")).toBe(path);
    expect(await orderNow(order.id)).toMatchObject({
      status: "processing",
      fulfillment_status: "unfulfilled",
      line_items: [{ fulfilled_quantity: 2, shipped_quantity: 0 }, { fulfilled_quantity: 0 }],
    });
    expect(await mailsTo(email)).toEqual(["order-confirmation"]);

    const shipped = await fulfillment("POST", order.id, `/${created.body.id}/ship`);
    expect(shipped).toMatchObject({ status: 200, body: { status: "shipped", ...TRACKING, version: 2 } });
    expect(shipped.body.shipped_at).toBeDefined();
    expect(await orderNow(order.id)).toMatchObject({
      status: "processing",
      fulfillment_status: "partially_fulfilled",
    });

    const rest = await fulfillment("POST", order.id, "", { ship: true });
    expect(rest).toMatchObject({
      status: 201,
      body: {
        status: "shipped",
        line_items: [
          { id: first, quantity: 1 },
          { id: second, quantity: 1 },
        ],
      },
    });
    expect(await orderNow(order.id)).toMatchObject({ status: "shipped", fulfillment_status: "fulfilled" });

    expect((await fulfillment("POST", order.id, `/${rest.body.id}/deliver`)).status).toBe(200);
    expect(await orderNow(order.id)).toMatchObject({ status: "shipped" });
    expect((await fulfillment("POST", order.id, `/${created.body.id}/deliver`)).status).toBe(200);
    expect(await orderNow(order.id)).toMatchObject({
      status: "delivered",
      line_items: [{ delivered_quantity: 3 }, { delivered_quantity: 1 }],
    });

    expect(await mailsTo(email)).toEqual([
      "fulfillment-delivered",
      "fulfillment-delivered",
      "fulfillment-shipped",
      "fulfillment-shipped",
      "order-confirmation",
    ]);
    expect(
      await rows(
        "SELECT seq, action, to_status FROM order_transitions WHERE order_id = ? AND seq > 2",
        order.id,
      ),
    ).toEqual([
      { seq: 3, action: "process", to_status: "processing" },
      { seq: 4, action: "fulfillment_created", to_status: "processing" },
      { seq: 5, action: "fulfillment_shipped", to_status: "processing" },
      { seq: 6, action: "fulfillment_created", to_status: "processing" },
      { seq: 7, action: "fulfillment_shipped", to_status: "processing" },
      { seq: 8, action: "ship", to_status: "shipped" },
      { seq: 9, action: "fulfillment_delivered", to_status: "shipped" },
      { seq: 10, action: "fulfillment_delivered", to_status: "shipped" },
      { seq: 11, action: "deliver", to_status: "delivered" },
    ]);
  });

  it("gives the units of a cancelled part free, and tells nobody", async () => {
    const email = `${unique("buyer")}@example.com`;
    const order = await paidOrder([2], email);
    const { body: part } = await fulfillment("POST", order.id);
    const again = await fulfillment("POST", order.id);
    expect(again).toMatchObject({
      status: 409,
      body: { code: "fulfillment.exceeds_order", items: [{ id: order.lines[0], left: 0 }] },
    });
    const cancelled = await fulfillment("POST", order.id, `/${part.id}/cancel`);
    expect(cancelled).toMatchObject({
      status: 200,
      body: { status: "cancelled", line_items: [{ quantity: 2, locations: [] }] },
    });
    expect(await orderNow(order.id)).toMatchObject({
      status: "processing",
      line_items: [{ fulfilled_quantity: 0 }],
    });
    expect((await fulfillment("POST", order.id, "", { ship: true })).status).toBe(201);
    expect(await mailsTo(email)).toEqual(["fulfillment-shipped", "order-confirmation"]);
  });

  it("is processed and completed by hand, in the states that allow it", async () => {
    const order = await paidOrder([1]);
    const step = async (action: string, headers: Record<string, string> = {}) =>
      api("POST", `/api/v1/orders/${order.id}/${action}`, {
        headers: { ...(await asStaff(["order:manage"])), ...headers },
      });
    expect(await step("complete")).toMatchObject({ status: 409, body: { code: "order.transition_refused" } });
    expect(await step("process", { "If-Match": '"1.1"' })).toMatchObject({ status: 412 });
    const processed = await step("process");
    expect(processed).toMatchObject({ status: 200, body: { status: "processing" } });
    expect(processed.headers.get("ETag")).toBeTruthy();
    expect(await step("process")).toMatchObject({ status: 409, body: { code: "order.transition_refused" } });
    const { body } = await fulfillment("POST", order.id, "", { ship: true });
    await fulfillment("POST", order.id, `/${body.id}/deliver`);
    expect(await step("complete")).toMatchObject({ status: 200, body: { status: "completed" } });
  });
});

describe("delivered orders", () => {
  const run = (days: number, settings: Record<string, string> = {}) => {
    const now = () => new Date(Date.now() + days * 24 * 60 * 60 * 1_000);
    const bindings: Env = Object.assign({}, env, settings);
    return completeOrders(
      createCtx(bindings, { kind: "system", job: "t" }, { waitUntil: () => undefined, now }),
    );
  };

  it("are completed so many days later, and not read again before", async () => {
    const order = await paidOrder([1]);
    const { body } = await fulfillment("POST", order.id, "", { ship: true });
    await fulfillment("POST", order.id, `/${body.id}/deliver`);
    const days = Number(env.COMPLETE_AFTER_DAYS);
    expect(await run(0)).toMatch(/^0 of \d+ /);
    expect(await run(days - 0.01)).toBe("0 of 0 delivered orders completed");
    expect((await orderNow(order.id)).status).toBe("delivered");
    await run(days + 0.01);
    expect((await orderNow(order.id)).status).toBe("completed");
    expect(await run(days + 1)).toBe("0 of 0 delivered orders completed");
  });

  it("are completed at once where the shop wants it", async () => {
    const order = await paidOrder([1]);
    const { body } = await fulfillment("POST", order.id, "", { ship: true });
    await fulfillment("POST", order.id, `/${body.id}/deliver`);
    await run(0.001, { COMPLETE_AFTER_DAYS: "0" });
    expect((await orderNow(order.id)).status).toBe("completed");
  });
});

describe("tracking data", () => {
  it("is merged by PATCH under If-Match, also after shipping", async () => {
    const order = await paidOrder([1]);
    const created = await fulfillment("POST", order.id, "", TRACKING);
    const path = `/${created.body.id}`;
    const etag = created.headers.get("ETag") ?? "";
    const patched = await fulfillment(
      "PATCH",
      order.id,
      path,
      { carrier: null, tracking_number: "X1" },
      { "If-Match": etag },
    );
    expect(patched).toMatchObject({
      status: 200,
      body: { tracking_number: "X1", tracking_url: TRACKING.tracking_url, version: 2 },
    });
    expect(patched.body.carrier).toBeUndefined();
    expect(
      (await fulfillment("PATCH", order.id, path, { carrier: "DHL" }, { "If-Match": etag })).status,
    ).toBe(412);
    await fulfillment("POST", order.id, `${path}/ship`, { carrier: "DHL" });
    const read = await fulfillment("GET", order.id, path);
    expect(read.body).toMatchObject({ carrier: "DHL", tracking_number: "X1", version: 3 });
    const late = await fulfillment("PATCH", order.id, path, { tracking_number: "X2" });
    expect(late).toMatchObject({ status: 200, body: { status: "shipped", tracking_number: "X2" } });
    const same = await fulfillment("GET", order.id, path, undefined, {
      "If-None-Match": late.headers.get("ETag") ?? "",
    });
    expect(same.status).toBe(304);
  });

  it.each([
    [{ tracking_url: "javascript:alert(1)" }, "#/tracking_url"],
    [{ tracking_url: "data:text/html,x" }, "#/tracking_url"],
    [{ tracking_url: "not a url" }, "#/tracking_url"],
    [{ carrier: "" }, "#/carrier"],
    [{ carrier: "UPS\u0000" }, "#/carrier"],
    [{ tracking_number: "x".repeat(101) }, "#/tracking_number"],
    [{ status: "delivered" }, "#/status"],
    [{ line_items: [] }, "#/line_items"],
  ])("refuses %j", async (body, pointer) => {
    const answer = await fulfillment("POST", NOBODY, "", body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });
});

describe("the person behind an order", () => {
  it("is no longer found through the parcels once erased, nor put back", async () => {
    const order = await paidOrder([1]);
    const key = unique("key");
    const bulk = await api<{ results: { fulfillment: { id: string } }[] }>(
      "POST",
      "/api/v1/fulfillments/bulk",
      {
        body: { items: [{ order_id: order.id, ...TRACKING, ship: true }] },
        headers: { ...(await asStaff()), "Idempotency-Key": key },
      },
    );
    const body = { id: bulk.body.results[0]?.fulfillment.id ?? "" };
    await fulfillment("POST", order.id, `/${body.id}/deliver`);
    const kept = () => value("SELECT COUNT(*) FROM idempotency_keys WHERE key = ?", key);
    expect(await kept()).toBe(1);
    const ctx = systemCtx();
    await commit(ctx, { statements: eraseClosedOrdersStmts(ctx, { orderIds: [order.id] }) });
    expect(await kept()).toBe(0);
    const after = await fulfillment("GET", order.id, `/${body.id}`);
    expect(after.body).toMatchObject({ status: "delivered", carrier: "UPS" });
    expect(after.body).not.toHaveProperty("tracking_number");
    expect(after.body).not.toHaveProperty("tracking_url");
    const patch = await fulfillment("PATCH", order.id, `/${body.id}`, { tracking_number: "1Z" });
    expect(patch).toMatchObject({ status: 409, body: { code: "fulfillment.transition_refused" } });
  });

  it("is not put back by a change that was decided before the person was erased", async () => {
    const order = await paidOrder([1]);
    const made = await fulfillment("POST", order.id, "", { ...TRACKING, ship: true });
    const path = `/api/v1/orders/${order.id}/fulfillments/${made.body.id}`;
    await fulfillment("POST", order.id, `/${made.body.id}/deliver`);
    const erase = () =>
      commit(systemCtx(), { statements: eraseClosedOrdersStmts(systemCtx(), { orderIds: [order.id] }) });
    const patched = await callWith(beforeBatchWith(/UPDATE fulfillments/, erase), "PATCH", path, {
      body: { carrier: "DHL" },
      headers: await asStaff(),
    });
    expect(patched.status).toBe(409);
    const [row] = await rows(
      "SELECT tracking_number, tracking_url FROM fulfillments WHERE id = ?",
      made.body.id,
    );
    expect(row).toEqual({ tracking_number: null, tracking_url: null });
  });
});

describe("what cannot be fulfilled", () => {
  it("more units than there are left, unknown lines, lines of another order, a line twice, no units", async () => {
    const order = await paidOrder([2]);
    const other = await paidOrder([1]);
    const [line = ""] = order.lines;
    const tryTo = (line_items: { id: string; quantity: number }[]) =>
      fulfillment("POST", order.id, "", { line_items });
    expect(await tryTo([{ id: line, quantity: 3 }])).toMatchObject({
      status: 409,
      body: { code: "fulfillment.exceeds_order", items: [{ id: line, requested: 3, left: 2 }] },
    });
    for (const id of [NOBODY, other.lines[0] ?? ""]) {
      expect(await tryTo([{ id, quantity: 1 }])).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: "#/line_items/0/id", code: "unknown_line" }] },
      });
    }
    expect(
      await tryTo([
        { id: line, quantity: 1 },
        { id: line, quantity: 1 },
      ]),
    ).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "#/line_items/1/id", code: "duplicate" }] },
    });
    for (const quantity of [0, -1, 1.5]) {
      expect((await tryTo([{ id: line, quantity }])).status).toBe(422);
    }
    expect((await orderNow(order.id)).status).toBe("confirmed");
    expect(await value("SELECT COUNT(*) FROM fulfillments WHERE order_id = ?", order.id)).toBe(0);
  });

  it("an unpaid order, and one that does not exist", async () => {
    const variant = await makeVariant();
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {});
    expect(await fulfillment("POST", placed.body.id)).toMatchObject({
      status: 409,
      body: { code: "fulfillment.order_not_fulfillable", order_status: "pending_payment" },
    });
    expect((await fulfillment("POST", NOBODY)).status).toBe(404);
    expect((await fulfillment("POST", "x")).status).toBe(422);
  });

  it("anything while the order is on hold; what was sent may still arrive", async () => {
    const order = await paidOrder([2]);
    const [line = ""] = order.lines;
    const one = { line_items: [{ id: line, quantity: 1 }] };
    const { body: open } = await fulfillment("POST", order.id, "", one);
    const { body: sent } = await fulfillment("POST", order.id, "", { ...one, ship: true });
    const hold = (reason: string | null) => rows("UPDATE orders SET hold = ? WHERE id = ?", reason, order.id);
    const free = await fulfillment("GET", order.id, `/${open.id}`);
    await hold("disputed");
    const refused = { status: 409, body: { code: "fulfillment.on_hold", hold: "disputed" } };
    expect(await fulfillment("POST", order.id, `/${open.id}/ship`)).toMatchObject(refused);
    expect(await fulfillment("POST", order.id)).toMatchObject(refused);
    const held = await fulfillment("GET", order.id, `/${open.id}`);
    expect(held.body.allowed_transitions[0]).toMatchObject({ action: "ship", allowed: false });
    expect(held.headers.get("ETag")).not.toBe(free.headers.get("ETag"));
    expect((await fulfillment("POST", order.id, `/${sent.id}/deliver`)).status).toBe(200);
    await hold(null);
    expect((await fulfillment("POST", order.id, `/${open.id}/ship`)).status).toBe(200);
  });

  it("a fulfillment twice, a cancelled one, or one that was sent is cancelled", async () => {
    const order = await paidOrder([2]);
    const [line = ""] = order.lines;
    const one = { line_items: [{ id: line, quantity: 1 }] };
    const { body: gone } = await fulfillment("POST", order.id, "", one);
    const { body: sent } = await fulfillment("POST", order.id, "", { ...one, ship: true });
    await fulfillment("POST", order.id, `/${gone.id}/cancel`);
    const refused: [string, string][] = [
      [gone.id, "ship"],
      [gone.id, "deliver"],
      [gone.id, "cancel"],
      [sent.id, "ship"],
      [sent.id, "cancel"],
    ];
    for (const [id, action] of refused) {
      expect(await fulfillment("POST", order.id, `/${id}/${action}`)).toMatchObject({
        status: 409,
        body: { code: "fulfillment.transition_refused", action },
      });
    }
    expect(await fulfillment("PATCH", order.id, `/${gone.id}`, { carrier: "DHL" })).toMatchObject({
      status: 409,
    });
    const other = await paidOrder([1]);
    expect((await fulfillment("POST", other.id, `/${sent.id}/deliver`)).status).toBe(404);
    expect((await orderNow(order.id)).line_items[0]).toMatchObject({
      fulfilled_quantity: 1,
      shipped_quantity: 1,
    });
  });
});

describe("who sees fulfillments", () => {
  it("the guest with the order's token, without what is for staff; nobody else", async () => {
    const order = await paidOrder([1]);
    const { body: made } = await fulfillment("POST", order.id, "", { ...TRACKING, ship: true });
    const path = `/api/v1/orders/${order.id}/fulfillments`;
    const guest = { "X-Order-Token": order.token };
    const list = await api<{ data: Fulfillment[] }>("GET", path, { headers: guest });
    expect(list).toMatchObject({ status: 200, body: { data: [{ id: made.id, ...TRACKING }] } });
    expect(list.body.data[0]?.line_items[0]).not.toHaveProperty("locations");
    expect(list.body.data[0]?.allowed_transitions).toEqual([]);
    expect((await api("GET", `${path}/${made.id}`, { headers: guest })).status).toBe(200);
    expect((await api("GET", path)).status).toBe(401);
    const stranger = await makeUser();
    expect((await api("GET", path, { headers: stranger.headers })).status).toBe(404);
    expect((await api("GET", `${path}/${made.id}`, { headers: stranger.headers })).status).toBe(404);
    const other = await paidOrder([1]);
    const foreign = { "X-Order-Token": other.token };
    expect((await api("GET", path, { headers: foreign })).status).toBe(404);
    expect((await api("POST", path, { body: {}, headers: guest })).status).toBe(401);
    expect((await api("POST", path, { body: {}, headers: stranger.headers })).status).toBe(403);
  });

  it("the customer whose order it is", async () => {
    const customer = await makeUser();
    await fillCart(customer.headers, await makeVariant());
    const { body: order } = await orderAs(customer.headers);
    await fulfillment("POST", order.id);
    const path = `/api/v1/orders/${order.id}/fulfillments`;
    const list = await api<{ data: Fulfillment[] }>("GET", path, { headers: customer.headers });
    expect(list).toMatchObject({ status: 200, body: { data: [{ status: "created" }] } });
    expect((await api("POST", path, { body: {}, headers: customer.headers })).status).toBe(403);
  });

  it("staff find them by status, page by page", async () => {
    const order = await paidOrder([4]);
    const [line = ""] = order.lines;
    const made: string[] = [];
    for (let unit = 0; unit < 4; unit++) {
      const { body } = await fulfillment("POST", order.id, "", { line_items: [{ id: line, quantity: 1 }] });
      made.push(body.id);
    }
    await fulfillment("POST", order.id, `/${made[1]}/ship`);
    const list = async (query: string) =>
      api<{ data: Fulfillment[]; pagination: { next_cursor: string | null } }>(
        "GET",
        `/api/v1/fulfillments?${query}`,
        {
          headers: await asStaff(["order:manage"]),
        },
      );
    const found: string[] = [];
    let cursor = "";
    do {
      const { status, body } = await list(`order_id=${order.id}&status=created&limit=2${cursor}`);
      expect(status).toBe(200);
      found.push(...body.data.map(({ id }) => id));
      cursor = body.pagination.next_cursor === null ? "" : `&cursor=${body.pagination.next_cursor}`;
    } while (cursor !== "");
    expect(found).toEqual([made[3], made[2], made[0]]);
    expect((await list("status=created&sort=created_at&limit=1")).status).toBe(200);
    expect((await list("status=lost")).status).toBe(422);
    expect((await list("cursor=x")).status).toBe(422);
    expect((await api("GET", "/api/v1/fulfillments")).status).toBe(401);
    const inOrder = await fulfillment<{ data: Fulfillment[] }>("GET", order.id);
    expect(inOrder.body.data.map(({ id }) => id)).toEqual(made);
  });
});

describe("POST /fulfillments/bulk", () => {
  interface Results {
    results: { index: number; status: number; fulfillment?: Fulfillment; problem?: { code: string } }[];
  }
  const bulk = async (items: unknown[], key = unique("key")) =>
    api<Results>("POST", "/api/v1/fulfillments/bulk", {
      body: { items },
      headers: { ...(await asStaff(["order:manage"])), "Idempotency-Key": key },
    });

  it("carries out each item by itself, and the same request once", async () => {
    const first = await paidOrder([2]);
    const second = await paidOrder([1]);
    const key = unique("key");
    const items = [
      { order_id: first.id, line_items: [{ id: first.lines[0], quantity: 1 }], ...TRACKING, ship: true },
      { order_id: NOBODY },
      { order_id: second.id, line_items: [{ id: first.lines[0], quantity: 1 }] },
      { order_id: second.id, ship: true },
      { order_id: second.id },
    ];
    const answer = await bulk(items, key);
    expect(answer.status).toBe(200);
    expect(answer.body.results).toMatchObject([
      { index: 0, status: 201, fulfillment: { status: "shipped", ...TRACKING } },
      { index: 1, status: 404, problem: { code: "resource.not_found" } },
      { index: 2, status: 422, problem: { code: "request.invalid" } },
      { index: 3, status: 201, fulfillment: { order_id: second.id } },
      { index: 4, status: 409, problem: { code: "fulfillment.exceeds_order" } },
    ]);
    const repeat = await bulk(items, key);
    expect(repeat.headers.get("Idempotent-Replayed")).toBe("true");
    expect(repeat.body).toEqual(answer.body);
    expect(
      await value("SELECT COUNT(*) FROM fulfillments WHERE order_id IN (?, ?)", first.id, second.id),
    ).toBe(2);
    expect((await orderNow(first.id)).line_items[0]?.fulfilled_quantity).toBe(1);
    expect((await orderNow(second.id)).status).toBe("shipped");
  });

  it("refuses what is no list of 1 to 100 items as a whole", async () => {
    expect((await bulk([])).status).toBe(422);
    expect((await bulk(Array.from({ length: 101 }, () => ({ order_id: NOBODY })))).status).toBe(422);
    expect(await bulk([{ order_id: NOBODY }, { order_id: "x" }])).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "#/items/1/order_id" }] },
    });
  });
});

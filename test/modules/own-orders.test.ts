import { describe, expect, it } from "vitest";
import type { Order } from "../../src/modules/orders/orders.schema.ts";
import { attachGuestOrdersStmt } from "../../src/modules/orders/index.ts";
import { commit } from "../../src/platform/commit.ts";
import type { Pagination } from "../../src/platform/pagination.ts";
import { makeUser, systemCtx, type TestUser } from "../support/accounts.ts";
import { api, asStaff, rows } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { countingEnv } from "../support/counting-env.ts";
import { makeVariant, NEW_YORK, placeOrder, readyCart, STANDARD_US, unique } from "../support/shop.ts";

type Page = { data: Order[]; pagination: Pagination; code: string };

/** Places an order out of a signed-in user's cart. */
async function orderAs(user: TestUser): Promise<Order> {
  const variant = await makeVariant();
  const calls = [
    ["POST", "/items", { variant_id: variant.id, quantity: 1 }],
    ["PUT", "/contact", { email: user.email }],
    ["PUT", "/shipping-address", NEW_YORK],
    ["PUT", "/shipping-option", { id: STANDARD_US }],
  ] as const;
  for (const [method, path, body] of calls) {
    const answer = await api(method, `/api/v1/cart${path}`, { body, headers: user.headers });
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  }
  const placed = await api<Order>("POST", "/api/v1/orders", {
    body: { payment_method: "pm_card_visa" },
    headers: { ...user.headers, "Idempotency-Key": unique("key") },
  });
  expect(placed.status, JSON.stringify(placed.body)).toBe(201);
  return placed.body;
}

async function guestOrder(email: string) {
  const cart = await readyCart([{ variant: await makeVariant(), quantity: 1 }], email);
  return (await placeOrder(cart)).body;
}

function list(path: string, headers: Record<string, string>) {
  return api<Page>("GET", path, { headers });
}

describe("the orders of a signed-in user", () => {
  it("carry the user's id, and the user reads them without the order's token", async () => {
    const user = await makeUser();
    const order = await orderAs(user);
    expect(order.customer_id).toBe(user.id);
    const read = await api<Order>("GET", `/api/v1/orders/${order.id}`, { headers: user.headers });
    expect(read).toMatchObject({ status: 200, body: { id: order.id, customer_id: user.id } });
  });

  it("are all that GET /orders and GET /customers/me/orders show, whatever is filtered for", async () => {
    const [user, other] = [await makeUser(), await makeUser()];
    const [own, strange] = [await orderAs(user), await orderAs(other)];
    for (const path of ["/api/v1/orders", "/api/v1/customers/me/orders"]) {
      const page = await list(path, user.headers);
      expect(page.status).toBe(200);
      expect(page.body.data.map((order) => order.id)).toEqual([own.id]);
      expect((await list(`${path}?number=${strange.number}`, user.headers)).body.data).toEqual([]);
    }
    for (const filter of [`customer_id=${other.id}`, `email=${encodeURIComponent(other.email)}`]) {
      expect((await list(`/api/v1/orders?${filter}`, user.headers)).body.data).toEqual([]);
    }
  });

  it("are 404 for another customer, with and without the token of another order", async () => {
    const [user, other] = [await makeUser(), await makeUser()];
    const order = await orderAs(user);
    const guest = await guestOrder("guest@example.com");
    const path = `/api/v1/orders/${order.id}`;
    expect((await api("GET", path, { headers: other.headers })).status).toBe(404);
    const withToken = { ...other.headers, "X-Order-Token": guest.access_token };
    expect((await api("GET", path, { headers: withToken })).status).toBe(404);
    const pay = await api("POST", `${path}/payments`, {
      body: { payment_method: "pm_card_visa" },
      headers: other.headers,
    });
    expect(pay.status).toBe(404);
  });

  it("are paged, newest first, each once", async () => {
    const user = await makeUser();
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.push((await orderAs(user)).id);
    const seen: string[] = [];
    let path: string | undefined = "/api/v1/customers/me/orders?limit=2";
    while (path !== undefined) {
      const page: Awaited<ReturnType<typeof list>> = await list(path, user.headers);
      seen.push(...page.body.data.map((order) => order.id));
      path = /^<([^>]+)>/.exec(page.headers.get("Link") ?? "")?.[1];
    }
    expect(seen).toEqual(ids.reverse());
  });

  it("cost one D1 call to list", async () => {
    const user = await makeUser();
    for (const path of ["/api/v1/orders", "/api/v1/customers/me/orders"]) {
      const { env, counts } = countingEnv();
      expect((await callWith(env, "GET", path, { headers: user.headers })).status).toBe(200);
      expect(counts).toMatchObject({ d1: 1, cart: 0, kvReads: 0 });
    }
  });
});

describe("GET /orders", () => {
  it("shows staff all orders, and those of one customer by customer_id", async () => {
    const staff = await makeUser({ role: "staff" });
    const user = await makeUser();
    const order = await orderAs(user);
    const guest = await guestOrder("somebody@example.com");
    const all = (await list("/api/v1/orders?limit=100", staff.headers)).body.data.map((item) => item.id);
    expect(all).toEqual(expect.arrayContaining([order.id, guest.id]));
    const own = await list(`/api/v1/orders?customer_id=${user.id}`, await asStaff(["order:manage"]));
    expect(own.body.data.map((item) => item.id)).toEqual([order.id]);
    expect((await list("/api/v1/customers/me/orders", staff.headers)).body.data).toEqual([]);
  });

  it("is 401 for guests and 403 for an API key without the scope; the own list is 403 for any key", async () => {
    expect(await list("/api/v1/orders", {})).toMatchObject({ status: 401, body: { code: "auth.required" } });
    const key = await asStaff(["product:manage"]);
    expect(await list("/api/v1/orders", key)).toMatchObject({
      status: 403,
      body: { code: "auth.forbidden" },
    });
    expect((await list("/api/v1/customers/me/orders", await asStaff())).status).toBe(403);
    expect((await list("/api/v1/customers/me/orders", {})).status).toBe(401);
  });
});

describe("orders that a guest placed", () => {
  it("become the user's by the verified address, once, and never somebody else's", async () => {
    const email = `${unique("late")}@example.com`;
    const order = await guestOrder(email);
    const [user, other] = [await makeUser({ email }), await makeUser()];
    expect((await list("/api/v1/customers/me/orders", user.headers)).body.data).toEqual([]);
    const path = `/api/v1/orders/${order.id}`;
    const etag = async () => {
      const headers = await asStaff(["order:manage"]);
      return (await api("GET", path, { headers })).headers.get("ETag");
    };
    const before = await etag();
    const ctx = systemCtx();
    await commit(ctx, { statements: [attachGuestOrdersStmt(ctx, { userId: user.id, email })] });
    await commit(ctx, { statements: [attachGuestOrdersStmt(ctx, { userId: other.id, email })] });
    const own = await list("/api/v1/customers/me/orders", user.headers);
    expect(own.body.data).toMatchObject([
      { id: order.id, customer_id: user.id, version: expect.any(Number) },
    ]);
    expect(await etag()).not.toBe(before);
    const [row] = await rows("SELECT customer_id FROM orders WHERE id = ?", order.id);
    expect(row).toEqual({ customer_id: user.id });
  });
});

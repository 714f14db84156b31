import { describe, expect, it } from "vitest";
import { makeUser } from "../support/accounts.ts";
import { api, eventsDelivered } from "../support/api.ts";
import { logIn } from "../support/account.ts";
import { makeVariant, NEW_YORK, STANDARD_US } from "../support/shop.ts";

/** An administrator changes a user. */
async function change(id: string, body: Record<string, unknown>) {
  const admin = await makeUser({ role: "superuser" });
  const answer = await api("PATCH", `/api/v1/users/${id}`, { body, headers: admin.headers });
  expect(answer.status).toBe(200);
}

/** What staff may do; the SKU does not exist, so whoever is let in gets a 422. */
const adjust = (headers: Record<string, string>) =>
  api("POST", "/api/v1/inventory/adjustments", {
    body: { sku: "NO-SUCH-SKU", delta: 1, reason: "count" },
    headers,
  });

describe("a user who is demoted", () => {
  it("cannot write with the old role from the next request on, and reads until the token ends", async () => {
    const staff = await makeUser({ role: "staff" });
    expect((await adjust(staff.headers)).status).toBe(422);
    await change(staff.id, { role: "customer" });
    expect(await adjust(staff.headers)).toMatchObject({ status: 403, body: { code: "auth.forbidden" } });
    expect((await api("GET", "/api/v1/customers", { headers: staff.headers })).status).toBe(200);
    const login = await logIn(staff.email, { password: staff.password });
    const headers = { Authorization: `Bearer ${login.body.access_token}` };
    expect((await api("GET", "/api/v1/customers", { headers })).status).toBe(403);
  });

  it("and one who is promoted can write at once", async () => {
    const customer = await makeUser();
    expect((await adjust(customer.headers)).status).toBe(403);
    await change(customer.id, { role: "staff" });
    expect((await adjust(customer.headers)).status).toBe(422);
  });
});

describe("a user who is disabled", () => {
  it("cannot write anything from the next request on: not the profile, not the cart, no order", async () => {
    const variant = await makeVariant();
    const user = await makeUser();
    const { headers } = user;
    const add = () =>
      api("POST", "/api/v1/cart/items", { body: { variant_id: variant.id, quantity: 1 }, headers });
    const place = () =>
      api("POST", "/api/v1/orders", { body: {}, headers: { ...headers, "Idempotency-Key": "k" } });
    expect((await add()).status).toBe(201);
    expect((await place()).status).toBe(422);
    await change(user.id, { status: "disabled" });
    for (const write of [
      add(),
      place(),
      api("PATCH", "/api/v1/customers/me", { body: { first_name: "X" }, headers }),
      api("DELETE", "/api/v1/cart", { headers }),
    ]) {
      expect(await write).toMatchObject({ status: 401, body: { code: "auth.invalid_credentials" } });
    }
    expect((await api("GET", "/api/v1/cart", { headers })).body["items"]).toHaveLength(1);
  });

  it("and enabled again finds the cart as it was", async () => {
    const variant = await makeVariant();
    const user = await makeUser();
    const add = (headers: Record<string, string>) =>
      api("POST", "/api/v1/cart/items", { body: { variant_id: variant.id, quantity: 1 }, headers });
    await add(user.headers);
    await change(user.id, { status: "disabled" });
    await change(user.id, { status: "active" });
    await eventsDelivered();
    // The sessions have ended with the disabling: logging in again is what it takes.
    const login = await logIn(user.email, { password: user.password });
    const headers = { Authorization: `Bearer ${login.body.access_token}` };
    expect(await add(headers)).toMatchObject({ status: 200, body: { items: [{ quantity: 2 }] } });
  });
});

describe("a login that has ended", () => {
  it("shows nothing of the person any more, though its access token still lives", async () => {
    const user = await makeUser();
    const { headers } = user;
    const own = [
      "/api/v1/customers/me",
      "/api/v1/customers/me/addresses",
      "/api/v1/customers/me/orders",
      "/api/v1/orders",
      "/api/v1/orders/01900000-0000-7000-8000-00000000dead",
      "/api/v1/auth/sessions",
      "/api/v1/auth/totp",
    ];
    for (const path of own) expect((await api("GET", path, { headers })).status, path).not.toBe(401);
    expect((await api("DELETE", "/api/v1/auth/sessions", { headers })).status).toBe(204);
    for (const path of own) expect((await api("GET", path, { headers })).status, path).toBe(401);
  });

  it("cannot send the goods elsewhere", async () => {
    const { headers } = await makeUser();
    await api("DELETE", "/api/v1/auth/sessions", { headers });
    for (const [path, body] of [
      ["contact", { email: "thief@example.com" }],
      ["shipping-address", NEW_YORK],
      ["billing-address", NEW_YORK],
      ["shipping-option", { id: STANDARD_US }],
    ] as const) {
      expect((await api("PUT", `/api/v1/cart/${path}`, { body, headers })).status, path).toBe(401);
    }
  });
});

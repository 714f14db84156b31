import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addSeconds } from "../../src/platform/clock.ts";
import { setClock } from "../../src/platform/ctx.ts";
import type { Tokens } from "../support/account.ts";
import { makeUser, type TestUser } from "../support/accounts.ts";
import { type Answer, api, asStaff, rows } from "../support/api.ts";
import { codeOf, makeEnrolledUser } from "../support/authenticator.ts";
import { callWith } from "../support/call-with.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";

type Headers = Record<string, string>;

/** The shop with REQUIRE_SECOND_FACTOR=staff. */
const strict: Env = { ...env, REQUIRE_SECOND_FACTOR: "staff" as "none" };
const REFUSED = { status: 403, body: { code: "auth.second_factor_enrolment_required" } };

let now = new Date();

beforeEach(() => {
  // In the middle of a time step, so that no code changes while a test runs.
  now = new Date(Math.floor(Date.now() / 30_000) * 30_000 + 15_000);
  setClock(() => now);
});

afterEach(() => setClock(undefined));

function call<Body = Record<string, unknown>>(
  method: string,
  path: string,
  headers: Headers,
  body?: unknown,
): Promise<Answer<Body>> {
  return callWith<Body>(strict, method, path, { headers, ...(body === undefined ? {} : { body }) });
}

async function logInTo(user: TestUser, totp?: string): Promise<Tokens & { headers: Headers }> {
  const body = { email: user.email, password: user.password, ...(totp === undefined ? {} : { totp }) };
  const answer = await call<Tokens>("POST", "/api/v1/auth/login", {}, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return { ...answer.body, headers: { Authorization: `Bearer ${answer.body.access_token}` } };
}

/** A change that only staff may make; what is sent is refused as bad input by who may. */
function staffWrite(headers: Headers) {
  return call("POST", "/api/v1/products/import", headers, { not: "a CSV file" });
}

function staffRead(headers: Headers) {
  return call("GET", "/api/v1/customers", headers);
}

describe("where staff must have a second factor", () => {
  it("staff without one may do what customers may, and nothing more", async () => {
    const login = await logInTo(await makeUser({ role: "staff" }));
    expect(await staffRead(login.headers)).toMatchObject(REFUSED);
    expect(await staffWrite(login.headers)).toMatchObject(REFUSED);
    expect((await call("GET", "/api/v1/auth/me", login.headers)).body).toMatchObject({
      role: "staff",
      must_enrol_second_factor: true,
      permissions: ["catalog:read", "cart:manage", "order:create"],
    });
    const variant = await makeVariant();
    const added = await call("POST", "/api/v1/cart/items", login.headers, {
      variant_id: variant.id,
      quantity: 1,
    });
    expect(added.status).toBe(201);
    const order = await placeOrder(await readyCart([{ variant, quantity: 1 }]));
    expect((await call("GET", `/api/v1/orders/${order.body.id}`, login.headers)).status).toBe(404);
    expect((await call<{ data: unknown[] }>("GET", "/api/v1/orders", login.headers)).body.data).toEqual([]);
  });

  it("a token that was made before the rule is refused for changes at once", async () => {
    const { headers } = await makeUser({ role: "staff" });
    expect(await staffWrite(headers)).toMatchObject(REFUSED);
  });

  it("admins and superusers are asked too, and cannot change users meanwhile", async () => {
    const user = await makeUser();
    for (const role of ["admin", "superuser"] as const) {
      const { headers } = await logInTo(await makeUser({ role }));
      const answer = await call("PATCH", `/api/v1/users/${user.id}`, headers, { status: "disabled" });
      expect(answer, role).toMatchObject(REFUSED);
    }
    expect(await rows("SELECT status FROM users WHERE id = ?", user.id)).toEqual([{ status: "active" }]);
  });

  it("who sets one up gets in: changes at once, reads after a refresh", async () => {
    const login = await logInTo(await makeUser({ role: "staff" }));
    const begun = await call<{ secret: string }>("POST", "/api/v1/auth/totp", login.headers);
    expect(begun.status).toBe(201);
    const totp = codeOf(begun.body.secret, now);
    expect((await call("POST", "/api/v1/auth/totp/confirm", login.headers, { totp })).status).toBe(200);
    expect((await staffWrite(login.headers)).status).toBe(415);
    expect(await staffRead(login.headers)).toMatchObject(REFUSED);
    const refreshed = await call<Tokens>(
      "POST",
      "/api/v1/auth/refresh",
      {},
      { refresh_token: login.refresh_token },
    );
    const headers = { Authorization: `Bearer ${refreshed.body.access_token}` };
    expect((await staffRead(headers)).status).toBe(200);
    expect((await call("GET", "/api/v1/auth/me", headers)).body).toMatchObject({
      must_enrol_second_factor: false,
    });
  });

  it("who removes it is out again with the next change", async () => {
    const user = await makeEnrolledUser(addSeconds(now, -30), { role: "staff" });
    const { headers } = await logInTo(user, codeOf(user.secret, now));
    expect((await staffRead(headers)).status).toBe(200);
    expect((await staffWrite(headers)).status).toBe(415);
    expect((await call("DELETE", "/api/v1/auth/totp", headers)).status).toBe(204);
    expect(await staffWrite(headers)).toMatchObject(REFUSED);
  });

  it("holds for a browser's session as for tokens", async () => {
    const user = await makeUser({ role: "staff" });
    const body = { email: user.email, password: user.password };
    const opened = await call("POST", "/api/v1/auth/session", {}, body);
    const headers = {
      Cookie: opened.headers.get("Set-Cookie")?.split(";")[0] ?? "",
      "X-CSRF-Token": opened.body["csrf_token"] as string,
    };
    expect(await staffRead(headers)).toMatchObject(REFUSED);
    expect(await staffWrite(headers)).toMatchObject(REFUSED);
  });

  it("a key of somebody without one may do what customers may, until its owner has set one up", async () => {
    const admin = await makeUser({ role: "admin" });
    const body = {
      name: unique("key"),
      scopes: ["order:manage", "user:manage", "inventory:manage", "catalog:read"],
    };
    // Made before the shop had the rule.
    const made = await api<{ key: string }>("POST", "/api/v1/auth/api-keys", {
      headers: admin.headers,
      body,
    });
    const key = { Authorization: `Bearer ${made.body.key}` };
    const user = await makeUser();
    const disable = () => call("PATCH", `/api/v1/users/${user.id}`, key, { status: "disabled" });
    expect(await disable()).toMatchObject({ status: 403, body: { code: "auth.forbidden" } });
    expect((await staffRead(key)).status).toBe(403);
    expect((await call("GET", "/api/v1/auth/me", key)).body).toMatchObject({ permissions: ["catalog:read"] });
    expect(await rows("SELECT status FROM users WHERE id = ?", user.id)).toEqual([{ status: "active" }]);
    const begun = await call<{ secret: string }>("POST", "/api/v1/auth/totp", admin.headers);
    const totp = codeOf(begun.body.secret, now);
    expect((await call("POST", "/api/v1/auth/totp/confirm", admin.headers, { totp })).status).toBe(200);
    expect((await disable()).status).toBe(200);
  });

  it("keys made on the command line, and customers, are not asked", async () => {
    const key = await asStaff();
    expect((await staffRead(key)).status).toBe(200);
    expect((await staffWrite(key)).status).toBe(415);
    const customer = await logInTo(await makeUser());
    expect((await call("GET", "/api/v1/auth/me", customer.headers)).body).toMatchObject({
      must_enrol_second_factor: false,
    });
    const refused = await staffRead(customer.headers);
    expect(refused).toMatchObject({ status: 403, body: { code: "auth.forbidden" } });
  });

  it("nobody without one makes API keys", async () => {
    const admin = await makeUser({ role: "admin" });
    const body = { name: unique("key"), scopes: ["order:manage"] };
    expect(await call("POST", "/api/v1/auth/api-keys", admin.headers, body)).toMatchObject(REFUSED);
    expect(await rows("SELECT 1 FROM api_keys WHERE owner_id = ?", admin.id)).toEqual([]);
  });
});

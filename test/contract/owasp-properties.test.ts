import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { type Access } from "../../src/platform/http/access.ts";
import { openApiDocument } from "../../src/platform/http/openapi.ts";
import { ROLE_PERMISSIONS } from "../../src/platform/auth.ts";
import { routes } from "../../src/registry.ts";
import { makeUser, type TestUser } from "../support/accounts.ts";
import { api, asStaff } from "../support/api.ts";
import { guestOrder } from "../support/orders.ts";

// OWASP API3:2023, Broken Object Property Level Authorization: members that a sender must not set, and members that a reader must not see.
// OWASP API5:2023, Broken Function Level Authorization: test/contract/access.test.ts walks all routes; here are the ways round a guard.

interface Operation {
  requestBody?: { content: Record<string, { example?: unknown }> };
}

const document = JSON.parse(JSON.stringify(openApiDocument(createApp()))) as {
  paths: Record<string, Record<string, Operation>>;
};

function isForCustomers(access: Access | undefined): boolean {
  if (!access || access.kind === "signature") return false;
  return access.kind !== "permission" || ROLE_PERMISSIONS.customer.includes(access.permission);
}

/** Everything that a guest or a customer may send JSON to. */
const writes = routes.flatMap(({ method, path, operationId, access }) => {
  const example = document.paths[path]?.[method]?.requestBody?.content["application/json"]?.example;
  if (example === undefined || !isForCustomers(access)) return [];
  return [{ method: method.toUpperCase(), path, operationId, example: example as Record<string, unknown> }];
});

/** What would be worth setting, if it could be. */
const COVETED = {
  id: "01900000-0000-7000-8000-00000000dead",
  role: "superuser",
  status: "active",
  scopes: ["system:admin"],
  email_verified: true,
  email_verified_at: "2026-01-01T00:00:00.000Z",
  customer_id: "01900000-0000-7000-8000-00000000dead",
  user_id: "01900000-0000-7000-8000-00000000dead",
  version: 99,
  unit_price: { amount: 1, currency: "USD" },
  price: { amount: 1, currency: "USD" },
  total: { amount: 1, currency: "USD" },
  totals: { total: { amount: 1, currency: "USD" } },
  discount: { amount: 9_999, currency: "USD" },
  payment_status: "paid",
  expires_at: "2036-01-01T00:00:00.000Z",
  tax_exempt: true,
  constructor: "x",
};

/** What only staff may see of an order. */
const STAFF_ONLY =
  /"(?:tags|notes_count|risk|actor_id|author|author_id|internal|fee|fees|intent_id|provider_ref|password_hash|secret_hash|token_hash|ip|origin)":|"actor":\{[^}]*"(?:id|name)"/;

let user: TestUser;
beforeAll(async () => {
  user = await makeUser();
});

describe("API3 broken object property level authorization", () => {
  it("knows everything that a customer may write", () => {
    expect(writes.length).toBeGreaterThan(30);
  });

  it.each(writes)("$operationId takes no member that it does not name", async ({ method, path, example }) => {
    const at = path.replaceAll(/\{\w+\}/g, "01900000-0000-7000-8000-00000000dead");
    const unknown = Object.fromEntries(
      Object.entries(COVETED).filter(([name]) => !Object.hasOwn(example, name)),
    );
    const answer = await api(method, at, { body: { ...example, ...unknown }, headers: user.headers });
    expect(answer, JSON.stringify(answer.body)).toMatchObject({
      status: 422,
      body: { code: "request.invalid" },
    });
    const errors = answer.body["errors"] as { pointer: string }[];
    const refused = errors.map(({ pointer }) => pointer.slice(2));
    // Some names are members of some bodies; they are then held to their own rules.
    const named = Object.keys(unknown).filter((name) => !refused.includes(name));
    expect(named.filter((name) => !["id", "status", "email", "version"].includes(name))).toEqual([]);
  });

  it("what a guest or a customer reads of an order says nothing that is for staff", async () => {
    const { path, guest } = await guestOrder();
    const staff = await asStaff();
    await api("POST", `${path}/notes`, {
      body: { text: "a difficult one", visible_to_customer: false },
      headers: staff,
    });
    await api("PUT", `${path}/tags`, { body: { tags: ["watched"] }, headers: staff });
    for (const part of ["", "/events", "/notes", "/fulfillments", "/returns", "/explanation", "/payable"]) {
      const seen = await api("GET", path + part, { headers: guest });
      expect(seen.status, part).toBe(200);
      const text = JSON.stringify(seen.body);
      expect(text, part).not.toMatch(/difficult|watched/);
      expect(text, part).not.toMatch(STAFF_ONLY);
    }
  });

  it("what a user reads of themselves holds no credential", async () => {
    for (const path of [
      "/api/v1/auth/me",
      "/api/v1/auth/sessions",
      "/api/v1/customers/me",
      "/api/v1/customers/me/export",
    ]) {
      const { status, body } = await api("GET", path, { headers: user.headers });
      expect(status, path).toBe(200);
      expect(JSON.stringify(body), path).not.toMatch(
        /scrypt|(?:password|token|secret|code)_hash|secret"|refresh_token/,
      );
    }
  });
});

describe("API5 broken function level authorization", () => {
  const DISGUISES: [string, string, string, Record<string, string>][] = [
    ["a method in a header", "POST", "/api/v1/customers/me", { "X-HTTP-Method-Override": "DELETE" }],
    ["a method in the query", "POST", "/api/v1/customers/me?_method=DELETE", {}],
    ["HEAD for GET", "HEAD", "/api/v1/users", {}],
    ["capitals", "GET", "/api/v1/USERS", {}],
    ["a slash at the end", "GET", "/api/v1/users/", {}],
    ["two slashes", "GET", "/api/v1//users", {}],
    ["an encoded letter", "GET", "/api/v1/%75sers", {}],
    ["an encoded slash", "GET", "/api/v1/cart%2f..%2fusers", {}],
    ["a path that goes up", "GET", "/api/v1/products/../users", {}],
    ["a path parameter", "GET", "/api/v1/users;x=1", {}],
    [
      "an original URL in a header",
      "GET",
      "/api/v1/products",
      { "X-Original-URL": "/api/v1/users", "X-Rewrite-URL": "/api/v1/users" },
    ],
    [
      "an address that claims to be inside",
      "GET",
      "/metrics",
      { "X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1" },
    ],
    ["a role in a header", "GET", "/api/v1/users", { "X-Role": "superuser", "X-User-Id": "1" }],
    ["a role in the query", "GET", "/api/v1/users?role=superuser&admin=true", {}],
  ];

  it.each(DISGUISES)("a customer gets no further by %s", async (_, method, path, headers) => {
    const answer = await api<{ data?: { email?: string }[] }>(method, path, {
      headers: { ...user.headers, ...headers },
    });
    // The disguised path is everybody's: only what it says must not be another one's.
    if (path === "/api/v1/products") expect(JSON.stringify(answer.body)).not.toMatch(/"role"|"email"/);
    else expect([403, 404, 405]).toContain(answer.status);
    // Nothing of it has been carried out either.
    expect((await api("GET", "/api/v1/customers/me", { headers: user.headers })).status).toBe(200);
  });
});

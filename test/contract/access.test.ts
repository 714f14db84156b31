import { beforeAll, describe, expect, it, vi } from "vitest";
import { env } from "cloudflare:workers";
import { newApiKey } from "../../src/modules/identity/index.ts";
import { PERMISSIONS, type Permission, type Role, ROLE_PERMISSIONS, ROLES } from "../../src/platform/auth.ts";
import type { Access } from "../../src/platform/http/access.ts";
import { routes } from "../../src/registry.ts";
import { makeUser, type TestUser } from "../support/accounts.ts";
import { api, asStaff, rows } from "../support/api.ts";

// The table of DESIGN's section on roles, walked over every route: a new route is in it by itself.

type Headers = Record<string, string>;

/** What a caller gets: let in, or refused as unknown (401) or as not allowed (403). */
type Verdict = "in" | 401 | 403;

const NOBODY: Headers = {};

/** A path with every parameter filled with an id that belongs to nothing. */
function concrete(path: string): string {
  return path.replaceAll(/\{\w+\}/g, "01900000-0000-7000-8000-00000000dead");
}

/** Calls a route without body or parameters that make sense: what counts is whether it gets past the guard. */
async function verdictOf(method: string, path: string, headers: Headers): Promise<Verdict> {
  const { status, body } = await api(method.toUpperCase(), concrete(path), { headers });
  expect(status, `${method} ${path}: ${JSON.stringify(body)}`).toBeLessThan(500);
  return status === 401 || status === 403 ? status : "in";
}

/** What the table promises to a holder of these permissions. */
function promised(
  access: Access,
  caller: { kind: "guest" | "user" | "api_key"; may: readonly Permission[] },
): Verdict {
  const refusal = caller.kind === "guest" ? 401 : 403;
  switch (access.kind) {
    case "public":
      return "in";
    case "permission":
      return caller.may.includes(access.permission) ? "in" : refusal;
    case "caller":
      return caller.kind === "guest" ? 401 : "in";
    case "user":
      return caller.kind === "user" ? "in" : refusal;
    case "own":
      return caller.kind === "user" || caller.may.includes(access.permission) ? "in" : refusal;
    // Who may see the object is decided where it is read: test/modules/own-orders.test.ts, purchase.test.ts.
    case "capability":
      return "in";
    // A body that is not signed is bad input, not a bad caller.
    case "signature":
      return "in";
  }
}

/** These would end the login that the test goes on with. */
const ENDS_LOGIN = /\/(logout|sessions?|deactivate|me)$/;

const users = new Map<Role, TestUser>();
const disabled = new Map<Role, TestUser>();
const dead = new Map<"expired" | "revoked", Headers>();

beforeAll(async () => {
  for (const role of ROLES) {
    users.set(role, await makeUser({ role }));
    const gone = await makeUser({ role });
    disabled.set(role, gone);
    await rows("UPDATE users SET status = 'disabled' WHERE id = ?", gone.id);
  }
  for (const [name, column] of [
    ["expired", "expires_at"],
    ["revoked", "revoked_at"],
  ] as const) {
    const { key, row } = await newApiKey("gone", [...PERMISSIONS], new Date());
    await env.DB.prepare(
      `INSERT INTO api_keys (id, name, prefix, secret_hash, scopes, created_at, ${column}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
      .bind(
        row.id,
        row.name,
        row.prefix,
        row.secretHash,
        JSON.stringify(row.scopes),
        row.createdAt,
        "2026-01-01T00:00:00.000Z",
      )
      .run();
    dead.set(name, { Authorization: `Bearer ${key}` });
  }
});

function headersOf(user: TestUser | undefined): Headers {
  if (!user) throw new Error("the user was not made");
  return user.headers;
}

describe("the route table", () => {
  it("declares who may call each route", () => {
    for (const route of routes) expect(route.access, `${route.method} ${route.path}`).toBeDefined();
  });

  it("has an operationId for each route, and no two share method and path", () => {
    expect(new Set(routes.map((route) => route.operationId)).size).toBe(routes.length);
    expect(new Set(routes.map((route) => `${route.method} ${route.path}`)).size).toBe(routes.length);
  });
});

const table = routes.map((route) => ({ route, name: `${route.method.toUpperCase()} ${route.path}` }));

describe.each(table)("$name", ({ route }) => {
  const access = route.access ?? { kind: "public" as const };
  const { method, path } = route;
  const looks = access.kind !== "public" && access.kind !== "signature";
  // Without a token in the body, logging out needs a user's credentials.
  const decidesItself = route.operationId === "logOut";
  const permission = "permission" in access ? access.permission : undefined;

  it("gives guests what the table says", async () => {
    if (decidesItself || access.kind === "capability") return;
    const expected = promised(access, { kind: "guest", may: ROLE_PERMISSIONS.guest });
    expect(await verdictOf(method, path, NOBODY)).toBe(expected);
  });

  it.each([...ROLES])("gives a %s what the table says", async (role) => {
    const expected = promised(access, { kind: "user", may: ROLE_PERMISSIONS[role] });
    const user = method !== "get" && ENDS_LOGIN.test(path) ? await makeUser({ role }) : users.get(role);
    expect(await verdictOf(method, path, headersOf(user))).toBe(expected);
  });

  it("gives an API key what its scopes say", async () => {
    if (decidesItself) return;
    const with_ = permission === undefined ? [...PERMISSIONS] : [permission];
    const without = PERMISSIONS.filter((candidate) => candidate !== permission);
    expect(await verdictOf(method, path, await asStaff(with_))).toBe(
      promised(access, { kind: "api_key", may: with_ }),
    );
    expect(await verdictOf(method, path, await asStaff(without))).toBe(
      promised(access, { kind: "api_key", may: without }),
    );
  });

  it.runIf(looks)("refuses credentials that are no good", async () => {
    const bad: [string, Headers][] = [
      ["an expired key", dead.get("expired") ?? {}],
      ["a revoked key", dead.get("revoked") ?? {}],
      ["an unknown key", { Authorization: `Bearer ek_${"A".repeat(43)}` }],
      ["nonsense", { Authorization: "Bearer nonsense" }],
      ["another scheme", { Authorization: "Basic dXNlcjpwYXNz" }],
    ];
    for (const [name, headers] of bad) {
      const answer = await api(method.toUpperCase(), concrete(path), { headers });
      expect(answer, name).toMatchObject({ status: 401, body: { code: "auth.invalid_credentials" } });
      expect(answer.headers.get("WWW-Authenticate"), name).toContain("Bearer");
    }
  });

  it.runIf(looks)("takes a browser whose session has ended for a guest, and its cookie away", async () => {
    const headers = { Cookie: `__Host-session=${"A".repeat(43)}` };
    const answer = await api(method.toUpperCase(), concrete(path), { headers });
    const asGuest = await api(method.toUpperCase(), concrete(path));
    expect([answer.status, answer.body["code"]]).toEqual([asGuest.status, asGuest.body["code"]]);
    expect(answer.headers.get("Set-Cookie")).toContain("__Host-session=; Path=/; Max-Age=0");
  });

  it.runIf(looks)(
    "stops a disabled user's writes and reads of what is their own at once, other reads when the token ends",
    async () => {
      for (const role of ROLES) {
        const headers = headersOf(disabled.get(role));
        const expected = promised(access, { kind: "user", may: ROLE_PERMISSIONS[role] });
        const seesAll = permission !== undefined && ROLE_PERMISSIONS[role].includes(permission);
        if (access.kind === "user" || (access.kind === "own" && !seesAll)) {
          expect(await verdictOf(method, path, headers)).toBe(401);
        } else if (method === "get") {
          if (access.kind === "permission" || access.kind === "own")
            expect(await verdictOf(method, path, headers)).toBe(expected);
        } else if (route.standing !== "deferred") {
          expect(await verdictOf(method, path, headers)).toBe(401);
        }
      }
    },
  );

  it.runIf(route.stepUp)("asks for a recent proof of presence", async () => {
    const user = await makeUser({ role: "superuser", confirmedSecondsAgo: 3_600 });
    const answer = await api(method.toUpperCase(), concrete(path), { headers: user.headers });
    expect(answer).toMatchObject({ status: 403, body: { code: "auth.step_up_required" } });
  });
});

describe("routes that look at the account themselves", () => {
  it("are few, and each has a test that a disabled user is refused", () => {
    // cart: test/modules/cart-frozen.test.ts, standing.test.ts; orders: standing.test.ts
    const deferred = routes.filter((route) => route.standing === "deferred").map((route) => route.path);
    expect(deferred.filter((path) => !path.startsWith("/api/v1/cart"))).toEqual([
      "/api/v1/orders",
      "/api/v1/customers/me/orders",
    ]);
  });
});

describe("an API key", () => {
  it("that is revoked while in constant use stops writing at once and reading within seconds", async () => {
    const headers = await asStaff(["order:manage", "audit:read"]);
    expect((await api("GET", "/api/v1/orders", { headers })).status).toBe(200);
    await rows(
      "UPDATE api_keys SET revoked_at = '2026-01-01T00:00:00.000Z' WHERE scopes = ?",
      '["order:manage","audit:read"]',
    );
    const write = await api("POST", "/api/v1/orders/01900000-0000-7000-8000-00000000dead/payments", {
      headers,
    });
    expect(write.status).toBe(401);
    const started = Date.now();
    const statuses: number[] = [];
    for (let seconds = 4; seconds <= 16; seconds += 4) {
      vi.spyOn(Date, "now").mockReturnValue(started + seconds * 1000);
      statuses.push((await api("GET", "/api/v1/orders", { headers })).status);
    }
    vi.restoreAllMocks();
    expect(statuses).toEqual([200, 200, 401, 401]);
  });

  it("never may more than the user who made it may now", async () => {
    const owner = await makeUser({ role: "admin" });
    const { key, row } = await newApiKey("owned", ["order:manage", "user:manage"], new Date());
    await rows(
      "INSERT INTO api_keys (id, name, prefix, secret_hash, scopes, created_at, owner_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
      row.id,
      row.name,
      row.prefix,
      row.secretHash,
      JSON.stringify(row.scopes),
      row.createdAt,
      owner.id,
    );
    const headers = { Authorization: `Bearer ${key}` };
    const users = () => api("GET", "/api/v1/users?limit=1", { headers });
    const write = () =>
      api("PATCH", "/api/v1/users/01900000-0000-7000-8000-00000000dead", { body: {}, headers });
    expect((await users()).status).toBe(200);
    expect((await write()).status).toBe(404);
    await rows("UPDATE users SET role = 'staff' WHERE id = ?", owner.id);
    expect((await write()).status).toBe(403);
    await rows("UPDATE users SET status = 'disabled' WHERE id = ?", owner.id);
    expect((await write()).status).toBe(401);
  });
});

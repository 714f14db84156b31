import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { User } from "../../src/modules/identity/users.schema.ts";
import { PERMISSIONS, type Role, ROLE_PERMISSIONS, ROLES } from "../../src/platform/auth.ts";
import { makeUser, type TestUser } from "../support/accounts.ts";
import { type Answer, api, asStaff, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { atBatch } from "../support/failing-env.ts";
import { unique } from "../support/shop.ts";

const PATH = "/api/v1/users";

type Headers = Record<string, string>;

function read(headers: Headers, id: string): Promise<Answer<User>> {
  return api("GET", `${PATH}/${id}`, { headers });
}

function update(headers: Headers, id: string, body: unknown): Promise<Answer<User>> {
  return api("PATCH", `${PATH}/${id}`, { headers, body });
}

/** What a change leaves behind: standing, audit rows and events of the user. */
async function traces(id: string) {
  const [user] = await rows("SELECT role, status, version FROM users WHERE id = ?", id);
  return {
    ...user,
    audits: await value("SELECT COUNT(*) FROM audit_log WHERE entity = 'user' AND entity_id = ?", id),
    events: await value(
      "SELECT COUNT(*) FROM outbox WHERE type = 'user.standing_changed' AND payload ->> '$.user_id' = ?",
      id,
    ),
  };
}

let admin: TestUser;

beforeAll(async () => {
  // Somebody else: without, no superuser could be demoted.
  await makeUser({ role: "superuser" });
  admin = await makeUser({ role: "admin" });
});

describe("reading users", () => {
  it("shows the account with its version, and no hash", async () => {
    const { id, email } = await makeUser({ role: "staff" });
    const answer = await read(admin.headers, id);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        id,
        email,
        role: "staff",
        status: "active",
        email_verified: true,
        second_factor: false,
        version: 1,
      },
    });
    expect(answer.headers.get("ETag")).toBe('"1"');
    expect(JSON.stringify(answer.body)).not.toContain("password");
    expect(
      (await api("GET", `${PATH}/${id}`, { headers: { ...admin.headers, "If-None-Match": '"1"' } })).status,
    ).toBe(304);
    expect((await read(admin.headers, "01900000-0000-7000-8000-00000000dead")).status).toBe(404);
  });

  it("filters by role, status and email, and pages through all once in either order", async () => {
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.push((await makeUser({ role: "staff" })).id);
    await rows("UPDATE users SET status = 'deactivated' WHERE id = ?", made[0]);
    for (const sort of ["created_at", "-created_at"]) {
      const seen: string[] = [];
      let path: string | undefined = `${PATH}?role=staff&status=active&limit=2&sort=${sort}`;
      while (path !== undefined) {
        const page: Answer<{ data: User[] }> = await api("GET", path, { headers: admin.headers });
        expect(page.status).toBe(200);
        seen.push(...page.body.data.map((user) => user.id));
        path = /^<([^>]+)>; rel="next"$/.exec(page.headers.get("Link") ?? "")?.[1];
      }
      const expected = await rows<{ id: string }>(
        `SELECT id FROM users WHERE role = 'staff' AND status = 'active' ORDER BY created_at, id`,
      );
      const ids = expected.map((row) => row.id);
      expect(seen).toEqual(sort === "created_at" ? ids : ids.reverse());
      expect(seen).toEqual(expect.arrayContaining(made.slice(1)));
      expect(seen).not.toContain(made[0]);
    }
    const { email, id } = await makeUser();
    const found = await api<{ data: User[] }>("GET", `${PATH}?email=${email.toUpperCase()}`, {
      headers: admin.headers,
    });
    expect(found.body.data.map((user) => user.id)).toEqual([id]);
    for (const query of ["role=guest", "status=gone", "limit=0", "cursor=x"])
      expect((await api("GET", `${PATH}?${query}`, { headers: admin.headers })).status).toBe(422);
  });

  it("is for who manages users", async () => {
    const { id } = await makeUser();
    for (const role of ["customer", "staff"] as const) {
      const { headers } = await makeUser({ role });
      for (const answer of [
        await api("GET", PATH, { headers }),
        await read(headers, id),
        await update(headers, id, { role: "admin" }),
      ]) {
        expect(answer).toMatchObject({
          status: 403,
          body: { code: "auth.forbidden", permission: "user:manage" },
        });
      }
    }
  });
});

describe("changing a user", () => {
  it("gives the role with its next request, leaves an audit row and tells others", async () => {
    const user = await makeUser();
    const answer = await update(admin.headers, user.id, { role: "admin" });
    expect(answer).toMatchObject({ status: 200, body: { role: "admin", status: "active", version: 2 } });
    expect(answer.headers.get("ETag")).toBe('"2"');
    expect((await read(admin.headers, user.id)).body).toEqual(answer.body);
    expect(
      await rows(
        "SELECT action, actor_kind, actor_id, before, after FROM audit_log WHERE entity_id = ?",
        user.id,
      ),
    ).toEqual([
      {
        action: "user.update",
        actor_kind: "user",
        actor_id: admin.id,
        before: '{"role":"customer","status":"active"}',
        after: '{"role":"admin","status":"active"}',
      },
    ]);
    const [event] = await rows<{ payload: string }>(
      "SELECT payload FROM outbox WHERE type = 'user.standing_changed' AND payload ->> '$.user_id' = ?",
      user.id,
    );
    expect(JSON.parse(event?.payload ?? "")).toEqual({
      user_id: user.id,
      role: "admin",
      status: "active",
      changed: ["role"],
    });
    const asAdmin = await api("POST", "/api/v1/auth/api-keys", {
      headers: user.headers,
      body: { name: "mine", scopes: ["order:manage"] },
    });
    expect(asAdmin.status).toBe(201);
  });

  it("takes a demoted user's rights away at the next write, with the session kept", async () => {
    const user = await makeUser({ role: "admin" });
    expect((await update(admin.headers, user.id, { role: "customer" })).status).toBe(200);
    expect(await update(user.headers, admin.id, { role: "customer" })).toMatchObject({
      status: 403,
      body: { code: "auth.forbidden" },
    });
    expect(await value("SELECT revoked_at IS NULL FROM sessions WHERE id = ?", user.sessionId)).toBe(1);
  });

  it("to disabled ends sessions, links and keys; enabling brings none of the sessions back", async () => {
    const user = await makeUser({ role: "admin" });
    const { key } = (
      await api<{ key: string }>("POST", "/api/v1/auth/api-keys", {
        headers: user.headers,
        body: { name: "mine", scopes: ["apikey:manage"] },
      })
    ).body;
    await rows(
      "INSERT INTO one_time_tokens (id, user_id, purpose, email, created_at, expires_at) VALUES (?, ?, 'reset_password', ?, '2026-01-01', '2036-01-01')",
      unique("token"),
      user.id,
      user.email,
    );
    const unsafe = (headers: Headers) =>
      api("DELETE", "/api/v1/auth/api-keys/01900000-0000-7000-8000-00000000dead", { headers });
    expect((await unsafe({ Authorization: `Bearer ${key}` })).status).toBe(404);
    expect(await update(admin.headers, user.id, { status: "disabled" })).toMatchObject({
      status: 200,
      body: { status: "disabled" },
    });
    expect((await unsafe(user.headers)).status).toBe(401);
    expect((await unsafe({ Authorization: `Bearer ${key}` })).status).toBe(401);
    expect(
      await rows("SELECT revoked_reason FROM sessions WHERE user_id = ? AND revoked_at IS NOT NULL", user.id),
    ).toEqual([{ revoked_reason: "account_disabled" }]);
    expect(await value("SELECT COUNT(*) FROM one_time_tokens WHERE user_id = ? AND uses = 0", user.id)).toBe(
      0,
    );
    expect((await update(admin.headers, user.id, { status: "active" })).status).toBe(200);
    expect((await unsafe(user.headers)).status).toBe(401);
    expect((await unsafe({ Authorization: `Bearer ${key}` })).status).toBe(404);
  });

  it("that changes nothing writes nothing", async () => {
    const { id } = await makeUser({ role: "staff" });
    for (const body of [{}, { role: "staff" }, { role: "staff", status: "active" }]) {
      expect(await update(admin.headers, id, body)).toMatchObject({ status: 200, body: { version: 1 } });
    }
    expect(await traces(id)).toEqual({ role: "staff", status: "active", version: 1, audits: 0, events: 0 });
  });

  it.each<[string, unknown, string]>([
    ["an unknown role", { role: "owner" }, "#/role"],
    ["the role guest", { role: "guest" }, "#/role"],
    ["no role", { role: null }, "#/role"],
    ["a status that only the user can give", { status: "deactivated" }, "#/status"],
    ["erasure", { status: "erased" }, "#/status"],
    ["an address", { email: "other@example.com" }, "#/email"],
    ["a password", { password_hash: "x" }, "#/password_hash"],
    ["a version", { version: 9 }, "#/version"],
  ])("refuses %s", async (_, body, pointer) => {
    const { id } = await makeUser();
    expect(await update(admin.headers, id, body)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer }] },
    });
    expect(await traces(id)).toMatchObject({ role: "customer", version: 1, audits: 0 });
  });

  it("raises nobody whose address is not confirmed: the account may be somebody else's", async () => {
    const { id } = await makeUser({ verified: false });
    for (const role of ["staff", "admin"]) {
      expect(await update(admin.headers, id, { role })).toMatchObject({
        status: 409,
        body: { code: "user.email_unverified" },
      });
    }
    expect(await traces(id)).toEqual({
      role: "customer",
      status: "active",
      version: 1,
      audits: 0,
      events: 0,
    });
    expect((await update(admin.headers, id, { status: "disabled" })).status).toBe(200);
  });

  it("asks for a recent proof of presence", async () => {
    const other = await makeUser({ role: "admin" });
    const { id } = await makeUser();
    await rows("UPDATE sessions SET confirmed_at = '2026-01-01T00:00:00.000Z' WHERE id = ?", other.sessionId);
    expect(await update(other.headers, id, { role: "staff" })).toMatchObject({
      status: 403,
      body: { code: "auth.step_up_required" },
    });
    expect((await read(other.headers, id)).status).toBe(200);
  });

  it("answers 404 for nobody, and 409 for an erased account, which stays readable", async () => {
    expect(
      (await update(admin.headers, "01900000-0000-7000-8000-00000000dead", { role: "staff" })).status,
    ).toBe(404);
    const { id } = await makeUser();
    await rows("UPDATE users SET status = 'erased', password_hash = NULL WHERE id = ?", id);
    expect(await update(admin.headers, id, { status: "active" })).toMatchObject({
      status: 409,
      body: { code: "user.erased" },
    });
    expect((await read(admin.headers, id)).body).toMatchObject({ status: "erased" });
  });
});

describe("rank", () => {
  const rank = (role: Role) => ROLES.indexOf(role);

  it.each(["admin", "superuser"] as const)("of a user: %s gets no further than their own", async (role) => {
    const caller = await makeUser({ role });
    for (const from of ROLES) {
      for (const to of ROLES.filter((candidate) => candidate !== from)) {
        const { id } = await makeUser({ role: from });
        const allowed = rank(from) <= rank(role) && rank(to) <= rank(role);
        const answer = await update(caller.headers, id, { role: to });
        expect([from, to, answer.status]).toEqual([from, to, allowed ? 200 : 403]);
        if (allowed) continue;
        expect(answer.body).toMatchObject({ code: "user.role_too_high", role: "superuser" });
        expect(await traces(id)).toMatchObject({ role: from, version: 1, audits: 0, events: 0 });
      }
    }
    const above = await makeUser({ role: "superuser" });
    const disabled = await update(caller.headers, above.id, { status: "disabled" });
    expect(disabled.status).toBe(role === "superuser" ? 200 : 403);
  });

  it("of a key: the lowest role that holds all its scopes; and it gives no role that may more than itself", async () => {
    const { id } = await makeUser();
    const low = await asStaff(["user:manage"]);
    for (const role of ["staff", "admin", "superuser"]) {
      expect(await update(low, id, { role })).toMatchObject({
        status: 403,
        body: { code: "user.role_too_high" },
      });
    }
    expect((await update(low, id, { status: "disabled" })).status).toBe(200);
    const high = await asStaff();
    expect((await update(high, id, { status: "active", role: "admin" })).status).toBe(200);
    // Taking power away needs the rank alone.
    expect((await update(low, id, { role: "staff" })).status).toBe(200);
    expect((await update(high, id, { role: "superuser" })).status).toBe(200);
    expect((await update(low, id, { role: "staff" })).status).toBe(403);
    expect((await update(high, id, { role: "staff" })).status).toBe(200);
  });
});

describe("a change on a condition", () => {
  it("is refused for another version", async () => {
    const { id } = await makeUser();
    const conditional = (tag: string) => ({ ...admin.headers, "If-Match": tag });
    for (const tag of ['"2"', "nonsense", 'W/"2"']) {
      expect(await update(conditional(tag), id, { role: "staff" })).toMatchObject({
        status: 412,
        body: { code: "resource.precondition_failed" },
      });
    }
    expect(await traces(id)).toMatchObject({ role: "customer", audits: 0, events: 0 });
    expect((await update(conditional('"1"'), id, { role: "staff" })).status).toBe(200);
    expect((await update(conditional('"1"'), id, { role: "admin" })).status).toBe(412);
  });

  it.each<[string, Headers, number, string]>([
    ["with If-Match", { "If-Match": '"1"' }, 412, "resource.precondition_failed"],
    ["without", {}, 409, "resource.conflict"],
  ])("that another one overtakes is an error and leaves no trace, %s", async (_, condition, status, code) => {
    const user = await makeUser({ role: "staff" });
    const bindings = atBatch(1, async () => {
      await rows("UPDATE users SET version = version + 1, first_name = 'Else' WHERE id = ?", user.id);
    });
    const answer = await callWith(bindings, "PATCH", `${PATH}/${user.id}`, {
      headers: { ...admin.headers, ...condition },
      body: { role: "admin", status: "disabled" },
    });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(await traces(user.id)).toEqual({
      role: "staff",
      status: "active",
      version: 2,
      audits: 0,
      events: 0,
    });
    expect(await value("SELECT revoked_at IS NULL FROM sessions WHERE id = ?", user.sessionId)).toBe(1);
  });

  it("ten times at once happens once", async () => {
    const { id } = await makeUser();
    const headers = { ...admin.headers, "If-Match": '"1"' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => update(headers, id, { role: "staff" })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array<number>(9).fill(412)]);
    expect(await traces(id)).toMatchObject({ role: "staff", version: 2, audits: 1, events: 1 });
  });
});

describe("the last superuser", () => {
  /** Leaves only these as active superusers. */
  async function onlySuperusers(...users: TestUser[]): Promise<void> {
    const ids = JSON.stringify(users.map((user) => user.id));
    await rows(
      "UPDATE users SET role = 'customer' WHERE role = 'superuser' AND id NOT IN (SELECT value FROM json_each(?))",
      ids,
    );
  }

  it("cannot be demoted or disabled, by nobody; a disabled one does not count", async () => {
    const last = await makeUser({ role: "superuser" });
    const spare = await makeUser({ role: "superuser" });
    await onlySuperusers(last, spare);
    expect((await update(last.headers, spare.id, { status: "disabled" })).status).toBe(200);
    const system = await asStaff(PERMISSIONS);
    for (const headers of [last.headers, system]) {
      for (const body of [{ role: "admin" }, { status: "disabled" }]) {
        expect(await update(headers, last.id, body)).toMatchObject({
          status: 409,
          body: { code: "user.last_superuser" },
        });
      }
    }
    expect(await traces(last.id)).toEqual({
      role: "superuser",
      status: "active",
      version: 1,
      audits: 0,
      events: 0,
    });
    expect(await value("SELECT revoked_at IS NULL FROM sessions WHERE id = ?", last.sessionId)).toBe(1);
  });

  it("stays when the last two are demoted at the same time", async () => {
    const system = await asStaff(PERMISSIONS);
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await makeUser({ role: "superuser" }), await makeUser({ role: "superuser" })];
      await onlySuperusers(one, two);
      const answers = await Promise.all([
        update(system, one.id, { role: "customer" }),
        update(system, two.id, { status: "disabled" }),
      ]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
      expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({
        code: "user.last_superuser",
      });
      expect(await value("SELECT COUNT(*) FROM users WHERE role = 'superuser' AND status = 'active'")).toBe(
        1,
      );
      const { audits } = await traces(one.id);
      expect(audits + (await traces(two.id)).audits).toBe(1);
    }
  });

  it("stays when the other one is disabled between the check and the write", async () => {
    const [one, two] = [await makeUser({ role: "superuser" }), await makeUser({ role: "superuser" })];
    await onlySuperusers(one, two);
    const bindings = atBatch(1, async () => {
      expect((await update(one.headers, two.id, { status: "disabled" })).status).toBe(200);
    });
    const answer = await callWith(bindings, "PATCH", `${PATH}/${one.id}`, {
      headers: one.headers,
      body: { role: "admin" },
    });
    expect(answer).toMatchObject({ status: 409, body: { code: "user.last_superuser" } });
    expect(await traces(one.id)).toMatchObject({ role: "superuser", audits: 0, events: 0 });
  });
});

describe("GET /auth/roles", () => {
  it("tells every known caller the table of roles and permissions", async () => {
    const { headers } = await makeUser();
    const answer = await api("GET", "/api/v1/auth/roles", { headers });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      data: ["guest", ...ROLES].map((role) => ({
        role,
        permissions: ROLE_PERMISSIONS[role as keyof typeof ROLE_PERMISSIONS],
      })),
      permissions: PERMISSIONS,
    });
    expect(
      (await api("GET", "/api/v1/auth/roles", { headers: await asStaff(["catalog:read"]) })).status,
    ).toBe(200);
    expect(await api("GET", "/api/v1/auth/roles")).toMatchObject({
      status: 401,
      body: { code: "auth.required" },
    });
  });

  it("shows what guests may under the shop's own setting", async () => {
    const { headers } = await makeUser();
    const bindings: Env = Object.assign({}, env, { GUEST_CHECKOUT: "off" });
    const { body } = await callWith<{ data: unknown[] }>(bindings, "GET", "/api/v1/auth/roles", { headers });
    expect(body.data[0]).toEqual({ role: "guest", permissions: ["catalog:read"] });
  });
});

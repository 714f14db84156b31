import { describe, expect, it } from "vitest";
import type { Customer } from "../../src/modules/customers/customers.schema.ts";
import { updateProfile } from "../../src/modules/customers/update-profile.ts";
import { deriveCtx } from "../../src/platform/ctx.ts";
import { makeUser, systemCtx, type TestUser } from "../support/accounts.ts";
import { api, asStaff, rows } from "../support/api.ts";
import { unique } from "../support/shop.ts";

const ME = "/api/v1/customers/me";

function me(user: TestUser, headers: Record<string, string> = {}) {
  return api<Customer>("GET", ME, { headers: { ...user.headers, ...headers } });
}

function patch(user: TestUser, body: unknown, headers: Record<string, string> = {}) {
  return api<Customer & { code: string; errors: { pointer: string; code: string }[] }>("PATCH", ME, {
    body,
    headers: { ...user.headers, ...headers },
  });
}

describe("GET /customers/me", () => {
  it("answers the caller's profile with an ETag that gives 304 while nothing changed", async () => {
    const user = await makeUser({ firstName: "Ada", lastName: "Lovelace" });
    const answer = await me(user);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      id: user.id,
      email: user.email,
      first_name: "Ada",
      last_name: "Lovelace",
      accepts_marketing: false,
      email_verified: true,
      status: "active",
      created_at: expect.any(String),
      updated_at: expect.any(String),
      version: 2,
    });
    const again = await me(user, { "If-None-Match": answer.headers.get("ETag") ?? "" });
    expect(again.status).toBe(304);
  });

  it("is for signed-in users only: guests get 401, API keys 403", async () => {
    expect(await api("GET", ME)).toMatchObject({ status: 401, body: { code: "auth.required" } });
    expect(await api("GET", ME, { headers: await asStaff() })).toMatchObject({
      status: 403,
      body: { code: "auth.forbidden" },
    });
  });
});

describe("PATCH /customers/me", () => {
  it("changes what is given and leaves the rest; null takes username and phone away", async () => {
    const user = await makeUser({ firstName: "Ada", lastName: "Lovelace" });
    const name = unique("Ada");
    const first = await patch(user, { username: name, phone: " +1 555 0100 ", accepts_marketing: true });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      username: name.toLowerCase(),
      phone: "+1 555 0100",
      accepts_marketing: true,
      first_name: "Ada",
    });
    expect((await me(user)).body).toEqual(first.body);
    const second = await patch(user, { first_name: "Augusta Ada", username: null, phone: "" });
    expect(second.body).toMatchObject({ first_name: "Augusta Ada", last_name: "Lovelace" });
    expect(second.body).not.toHaveProperty("username");
    expect(second.body).not.toHaveProperty("phone");
    expect(second.body.version).toBeGreaterThan(first.body.version);
  });

  it("writes nothing when nothing changes", async () => {
    const user = await makeUser({ firstName: "Ada" });
    const before = await me(user);
    const answer = await patch(user, { first_name: "Ada", phone: null, username: null });
    expect(answer.body).toEqual(before.body);
    expect((await patch(user, {})).body).toEqual(before.body);
    expect(await rows("SELECT id FROM audit_log WHERE entity_id = ?", user.id)).toEqual([]);
  });

  it("records which fields were changed, but not what they hold", async () => {
    const user = await makeUser();
    await patch(user, { first_name: "Charlotte", phone: "+1 555 0177" });
    const audit = await rows<{ actor_id: string; after: string }>(
      "SELECT action, actor_id, before, after FROM audit_log WHERE entity = 'customer' AND entity_id = ?",
      user.id,
    );
    expect(audit).toEqual([
      {
        action: "customer.update",
        actor_id: user.id,
        before: null,
        after: '{"fields":["first_name","phone"]}',
      },
    ]);
  });

  it.each(["role", "status", "email", "id", "email_verified", "password", "version"])(
    "refuses to take %s from the body",
    async (field) => {
      const user = await makeUser();
      const answer = await patch(user, { first_name: "Eve", [field]: "superuser" });
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toMatchObject([{ pointer: `#/${field}`, code: "unrecognized_key" }]);
      const [row] = await rows("SELECT first_name, role, status, email FROM users WHERE id = ?", user.id);
      expect(row).toEqual({ first_name: "", role: "customer", status: "active", email: user.email });
    },
  );

  it.each([
    ["the Kelvin sign, which lower-cases to k", { username: "\u212Aelvin" }, "#/username"],
    ["a Cyrillic look-alike", { username: "\u0430dmin" }, "#/username"],
    ["a username of two characters", { username: "ab" }, "#/username"],
    ["a username that begins with a dot", { username: ".ada" }, "#/username"],
    ["a name with a line break in it", { first_name: "Ada\r\nBcc: x" }, "#/first_name"],
    ["a name of 101 characters", { last_name: "x".repeat(101) }, "#/last_name"],
    ["a name that is null", { first_name: null }, "#/first_name"],
    ["a phone of 41 characters", { phone: "1".repeat(41) }, "#/phone"],
    ["a flag that is a text", { accepts_marketing: "yes" }, "#/accepts_marketing"],
  ])("refuses %s", async (_, body, pointer) => {
    const answer = await patch(await makeUser(), body);
    expect(answer).toMatchObject({ status: 422, body: { code: "request.invalid", errors: [{ pointer }] } });
  });

  it("refuses a username that somebody has, in any case, and changes nothing then", async () => {
    const name = unique("grace");
    await makeUser({ username: name });
    const user = await makeUser({ firstName: "Eve" });
    const answer = await patch(user, { username: name.toUpperCase(), first_name: "Mallory", phone: "1" });
    expect(answer).toMatchObject({ status: 409, body: { code: "account.username_taken" } });
    const own = await me(user);
    expect(own.body.first_name).toBe("Eve");
    expect(own.body).not.toHaveProperty("phone");
    expect(await rows("SELECT id FROM audit_log WHERE entity_id = ?", user.id)).toEqual([]);
  });

  it("refuses a username that is reserved because it was asked for with a taken address", async () => {
    const [username, holder, user] = [unique("reserved"), await makeUser(), await makeUser()];
    const body = { email: holder.email, password: "purple stapler lagoon", username };
    expect((await api("POST", "/api/v1/auth/register", { body })).status).toBe(201);
    expect(await patch(user, { username })).toMatchObject({
      status: 409,
      body: { code: "account.username_taken" },
    });
    expect((await me(user)).body).not.toHaveProperty("username");
  });

  it("applies a change under If-Match only to that version", async () => {
    const user = await makeUser();
    const etag = (await me(user)).headers.get("ETag") ?? "";
    const first = await patch(user, { first_name: "One" }, { "If-Match": etag });
    expect(first.status).toBe(200);
    expect(await patch(user, { first_name: "Two" }, { "If-Match": etag })).toMatchObject({
      status: 412,
      body: { code: "resource.precondition_failed" },
    });
    const now = first.headers.get("ETag") ?? "";
    expect((await patch(user, { phone: "2" }, { "If-Match": now })).status).toBe(200);
    expect((await patch(user, { phone: "3" }, { "If-Match": now })).status).toBe(412);
  });

  it("lets one of twenty parallel changes of the same version through, whatever they change", async () => {
    const user = await makeUser();
    const etag = (await me(user)).headers.get("ETag") ?? "";
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        patch(user, index % 2 === 0 ? { first_name: `n${index}` } : { phone: `${index}` }, {
          "If-Match": etag,
        }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array<number>(19).fill(412)]);
    const audit = await rows("SELECT id FROM audit_log WHERE entity_id = ?", user.id);
    expect(audit).toHaveLength(1);
  });

  it("writes nothing into an account that is erased between the check and the write", async () => {
    const user = await makeUser();
    const ctx = deriveCtx(systemCtx(), {
      actor: {
        kind: "user",
        id: user.id,
        role: "customer",
        sessionId: user.sessionId,
        via: "token",
        mustEnrol: false,
      },
    });
    const { DB } = ctx.env;
    const racing = {
      ...ctx,
      env: new Proxy(ctx.env, {
        get: (target, name) =>
          name !== "DB"
            ? (Reflect.get(target, name) as unknown)
            : {
                prepare: (sql: string) => DB.prepare(sql),
                batch: async (list: D1PreparedStatement[]) => {
                  await DB.prepare("UPDATE users SET status = 'erased' WHERE id = ?").bind(user.id).run();
                  return DB.batch(list);
                },
              },
      }),
    };
    await expect(updateProfile(racing, { phone: "555" }, undefined)).rejects.toMatchObject({ status: 401 });
    expect(await rows("SELECT phone FROM customers WHERE id = ?", user.id)).toEqual([{ phone: null }]);
  });
});

describe("GET /customers", () => {
  it("is for staff: a customer gets 403, a guest 401", async () => {
    const user = await makeUser();
    for (const path of ["/api/v1/customers", `/api/v1/customers/${user.id}`]) {
      expect((await api("GET", path, { headers: user.headers })).status).toBe(403);
      expect((await api("GET", path)).status).toBe(401);
      expect((await api("GET", path, { headers: await asStaff(["product:manage"]) })).status).toBe(403);
    }
  });

  it("finds a customer by email and by id, in the shape that the customer sees", async () => {
    const staff = await makeUser({ role: "staff" });
    const user = await makeUser({ firstName: "Ada" });
    const own = await me(user);
    const list = await api<{ data: Customer[] }>(
      "GET",
      `/api/v1/customers?email=${encodeURIComponent(user.email.toUpperCase())}`,
      { headers: staff.headers },
    );
    expect(list.body.data).toEqual([own.body]);
    const one = await api("GET", `/api/v1/customers/${user.id}`, { headers: staff.headers });
    expect(one.body).toEqual(own.body);
    expect(one.headers.get("ETag")).toBe(own.headers.get("ETag"));
  });

  it("pages through all customers in both directions, each once", async () => {
    const staff = await asStaff(["order:manage"]);
    for (let count = 0; count < 5; count += 1) await makeUser();
    const walk = async (sort: string) => {
      const seen: string[] = [];
      let path: string | undefined = `/api/v1/customers?limit=2&sort=${sort}`;
      while (path !== undefined) {
        const page: Awaited<ReturnType<typeof api<{ data: Customer[] }>>> = await api("GET", path, {
          headers: staff,
        });
        expect(page.status).toBe(200);
        seen.push(...page.body.data.map((customer) => customer.id));
        path = /^<([^>]+)>/.exec(page.headers.get("Link") ?? "")?.[1];
      }
      return seen;
    };
    const up = await walk("created_at");
    const down = await walk("-created_at");
    const all = await rows<{ id: string }>(
      "SELECT c.id FROM customers c JOIN users u ON u.id = c.id WHERE u.status <> 'erased' ORDER BY c.created_at, c.id",
    );
    expect(up).toEqual(all.map((row) => row.id));
    expect(down).toEqual([...up].reverse());
  });

  it("answers 404 for an unknown customer and 422 for what is no id", async () => {
    const staff = await asStaff();
    const unknown = await api("GET", "/api/v1/customers/01900000-0000-7000-8000-00000000dead", {
      headers: staff,
    });
    expect(unknown.status).toBe(404);
    expect((await api("GET", "/api/v1/customers/you", { headers: staff })).status).toBe(422);
  });
});

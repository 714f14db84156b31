import { describe, expect, it } from "vitest";
import { PERMISSIONS, type Permission, ROLE_PERMISSIONS } from "../../src/platform/auth.ts";
import type { ApiKey, IssuedApiKey } from "../../src/modules/identity/api-keys.schema.ts";
import { mailsTo } from "../support/account-links.ts";
import { makeUser } from "../support/accounts.ts";
import { type Answer, api, asStaff, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { atBatch } from "../support/failing-env.ts";
import { unique } from "../support/shop.ts";

const PATH = "/api/v1/auth/api-keys";
const DAY_MS = 24 * 60 * 60 * 1_000;

type Headers = Record<string, string>;

function create(headers: Headers, body: Record<string, unknown> = {}): Promise<Answer<IssuedApiKey>> {
  return api("POST", PATH, { headers, body: { name: unique("key"), scopes: ["catalog:read"], ...body } });
}

function rotate(headers: Headers, id: string, seconds?: number): Promise<Answer<IssuedApiKey>> {
  return api("POST", `${PATH}/${id}/rotate`, {
    headers,
    body: seconds === undefined ? {} : { expire_old_in: seconds },
  });
}

function read(headers: Headers, id: string): Promise<Answer<ApiKey>> {
  return api("GET", `${PATH}/${id}`, { headers });
}

const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

/** Whether the API knows who calls with this key; by an unsafe method, since those ask the database. */
async function worksNow(key: string): Promise<boolean> {
  const { status, body } = await api("DELETE", `${PATH}/01900000-0000-7000-8000-00000000dead`, {
    headers: bearer(key),
  });
  if (status === 401) expect(body["code"]).toBe("auth.invalid_credentials");
  return status !== 401;
}

/** The time that many milliseconds from now. */
const after = (ms: number) => new Date(Date.now() + ms).toISOString();

describe("creating a key", () => {
  it("shows it once, with its address, and stores only its hash", async () => {
    const admin = await makeUser({ role: "admin" });
    const expires = new Date(Date.now() + 30 * DAY_MS);
    const made = await create(admin.headers, {
      name: "  Warehouse ",
      scopes: ["inventory:manage", "catalog:read", "catalog:read"],
      expires_at: expires.toISOString().replace("Z", "+00:00"),
    });
    expect(made.status).toBe(201);
    expect(made.headers.get("Cache-Control")).toBe("no-store");
    const { key, ...shown } = made.body;
    expect(key).toMatch(/^ek_[\w-]{43}$/);
    expect(made.headers.get("Location")).toBe(`${PATH}/${shown.id}`);
    expect(shown).toEqual({
      id: shown.id,
      name: "Warehouse",
      prefix: key.slice(0, 9),
      scopes: ["catalog:read", "inventory:manage"],
      status: "active",
      owner_id: admin.id,
      created_at: shown.created_at,
      expires_at: expires.toISOString(),
    });
    expect((await read(admin.headers, shown.id)).body).toEqual(shown);
    expect(await worksNow(key)).toBe(true);
    const stored = JSON.stringify([
      await rows("SELECT * FROM api_keys WHERE id = ?", shown.id),
      await rows("SELECT * FROM audit_log WHERE entity_id = ?", shown.id),
    ]);
    expect(stored).not.toContain(key.slice(9));
    expect(await rows("SELECT action, actor_id FROM audit_log WHERE entity_id = ?", shown.id)).toEqual([
      { action: "api_key.create", actor_id: admin.id },
    ]);
  });

  it("gives nobody a permission that they lack", async () => {
    const admin = await makeUser({ role: "admin" });
    const name = unique("wide");
    const answer = await create(admin.headers, { name, scopes: ["catalog:read", "system:admin"] });
    expect(answer).toMatchObject({
      status: 403,
      body: { code: "api_key.scopes_too_wide", scopes: ["system:admin"] },
    });
    const byKey = await create(await asStaff(["apikey:manage"]), {
      name,
      scopes: ["apikey:manage", "audit:read"],
    });
    expect(byKey).toMatchObject({ status: 403, body: { scopes: ["audit:read"] } });
    expect(await value("SELECT COUNT(*) FROM api_keys WHERE name = ?", name)).toBe(0);
  });

  it("by a key makes one of the same owner, so that no key outlives who stands behind it", async () => {
    const admin = await makeUser({ role: "admin" });
    const first = await create(admin.headers, { scopes: ["apikey:manage", "catalog:read"] });
    const second = await create(bearer(first.body.key), { scopes: ["apikey:manage"] });
    expect(second.body.owner_id).toBe(admin.id);
    const ownerless = await create(await asStaff(["apikey:manage", "catalog:read"]));
    expect(ownerless.body).not.toHaveProperty("owner_id");
    await rows("UPDATE users SET status = 'disabled' WHERE id = ?", admin.id);
    expect(await worksNow(first.body.key)).toBe(false);
    expect(await worksNow(second.body.key)).toBe(false);
    expect(await worksNow(ownerless.body.key)).toBe(true);
  });

  it("by a key makes none that is good for longer than itself, and tells which key asked", async () => {
    const admin = await makeUser({ role: "admin" });
    const scopes = ["apikey:manage", "catalog:read"];
    const short = (await create(admin.headers, { scopes, expires_at: after(60_000) })).body;
    const other = (await create(admin.headers, { scopes })).body;
    const made = [
      await create(bearer(short.key), { scopes }),
      await create(bearer(short.key), { scopes, expires_at: after(DAY_MS) }),
      await rotate(bearer(short.key), other.id),
      await rotate(bearer(short.key), short.id),
    ];
    for (const { status, body } of made) {
      expect(status).toBe(201);
      expect(body).toMatchObject({ expires_at: short.expires_at, issued_by: short.id });
      expect(await value("SELECT expires_at FROM api_keys WHERE id = ?", body.id)).toBe(short.expires_at);
    }
    const sooner = after(30_000);
    const [last] = made.slice(-1);
    const brief = await create(bearer(last?.body.key ?? ""), { expires_at: sooner });
    expect(brief.body.expires_at).toBe(sooner);
  });

  it("by a key whose life is cut short meanwhile makes none", async () => {
    const { headers } = await makeUser({ role: "admin" });
    const { id, key } = (await create(headers, { scopes: ["apikey:manage"] })).body;
    // Noted already, so that the first batch is that of the new key.
    await rows("UPDATE api_keys SET last_used_at = ? WHERE id = ?", after(0), id);
    const cut = atBatch(1, async () => void (await rotate(headers, id, 3_600)));
    const answer = await callWith(cut, "POST", PATH, {
      headers: bearer(key),
      body: { name: "late", scopes: ["apikey:manage"] },
    });
    expect(answer).toMatchObject({ status: 401, body: { code: "auth.invalid_credentials" } });
    expect(await value("SELECT COUNT(*) FROM api_keys WHERE issued_by = ?", id)).toBe(0);
  });

  it("sends its owner one mail, which holds neither the key nor words of who made it", async () => {
    const admin = await makeUser({ role: "admin" });
    const { key } = (await create(admin.headers, { name: "Click here", scopes: ["apikey:manage"] })).body;
    expect(await mailsTo(admin.email)).toEqual(["api-key-created"]);
    await create(bearer(key), { scopes: ["apikey:manage"] });
    await create(await asStaff());
    expect(await mailsTo(admin.email)).toEqual(["api-key-created", "api-key-created"]);
    const told = JSON.stringify([
      await rows("SELECT * FROM notifications WHERE recipient = ?", admin.email),
      await rows("SELECT * FROM outbox WHERE type = 'api_key.created'"),
    ]);
    expect(told).not.toContain(key.slice(9));
    expect(told).not.toContain("Click here");
  });

  it("ends a demoted owner's key where the new role ends", async () => {
    const admin = await makeUser({ role: "admin" });
    const { key } = (await create(admin.headers, { scopes: ["order:manage", "apikey:manage"] })).body;
    await rows("UPDATE users SET role = 'staff' WHERE id = ?", admin.id);
    expect((await create(bearer(key))).body).toMatchObject({
      code: "auth.forbidden",
      permission: "apikey:manage",
    });
    expect((await api("GET", "/api/v1/orders", { headers: bearer(key) })).status).toBe(200);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["no scope", { scopes: [] }, "#/scopes"],
    ["an unknown scope", { scopes: ["everything"] }, "#/scopes/0"],
    ["an empty name", { name: "   " }, "#/name"],
    ["a name of 101 characters", { name: "x".repeat(101) }, "#/name"],
    ["a name that turns the direction of writing", { name: "a\u202eb" }, "#/name"],
    ["an end in the past", { expires_at: "2020-01-01T00:00:00Z" }, "#/expires_at"],
    ["an end in three years", { expires_at: after(3 * 366 * DAY_MS) }, "#/expires_at"],
    ["an end that is no time", { expires_at: "tomorrow" }, "#/expires_at"],
    ["an owner of the client's choice", { owner_id: "01900000-0000-7000-8000-000000000001" }, "#/owner_id"],
  ])("refuses %s", async (_, fields, pointer) => {
    const answer = await create(await asStaff(), fields);
    expect(answer).toMatchObject({ status: 422, body: { code: "request.invalid", errors: [{ pointer }] } });
  });

  it("twice under one Idempotency-Key makes one key, and tells its id but not the key", async () => {
    const name = unique("once");
    const headers = { ...(await asStaff()), "Idempotency-Key": unique("create") };
    const made = await create(headers, { name });
    const again = await create(headers, { name });
    expect(again).toMatchObject({
      status: 409,
      body: { code: "idempotency.answer_lost", resource_id: made.body.id },
    });
    expect(await value("SELECT COUNT(*) FROM api_keys WHERE name = ?", name)).toBe(1);
    expect(
      JSON.stringify(await rows("SELECT * FROM idempotency_keys WHERE key = ?", headers["Idempotency-Key"])),
    ).not.toContain(made.body.key);
  });

  it("asks a user to have proved their presence, and a key for its scope", async () => {
    const admin = await makeUser({ role: "admin" });
    await rows("UPDATE sessions SET confirmed_at = ? WHERE id = ?", after(-16 * 60_000), admin.sessionId);
    const { id } = (await create(await asStaff())).body;
    for (const answer of [
      await create(admin.headers),
      await rotate(admin.headers, id),
      await api("DELETE", `${PATH}/${id}`, { headers: admin.headers }),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { code: "auth.step_up_required" } });
    }
    const without = PERMISSIONS.filter((permission) => permission !== "apikey:manage");
    expect(await create(await asStaff(without))).toMatchObject({
      status: 403,
      body: { code: "auth.forbidden" },
    });
    const staff = await makeUser({ role: "staff" });
    expect(await create(staff.headers)).toMatchObject({ status: 403, body: { code: "auth.forbidden" } });
    expect((await read(admin.headers, id)).body.status).toBe("active");
  });
});

describe("listing keys", () => {
  it("goes through all of them, newest first, once each, and never shows a key or its hash", async () => {
    const staff = await asStaff();
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.push((await create(staff)).body.id);
    const seen: string[] = [];
    let path: string | undefined = `${PATH}?limit=2`;
    while (path !== undefined) {
      const page: Answer<{ data: ApiKey[] }> = await api("GET", path, { headers: staff });
      expect(page.status).toBe(200);
      expect(JSON.stringify(page.body)).not.toMatch(/secret|hash|ek_[\w-]{43}/);
      seen.push(...page.body.data.map((key) => key.id));
      path = /^<([^>]+)>; rel="next"$/.exec(page.headers.get("Link") ?? "")?.[1];
    }
    expect(seen.slice(0, 5)).toEqual(made.reverse());
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(await value("SELECT COUNT(*) FROM api_keys"));
  });

  it("tells active, expired and revoked ones apart", async () => {
    const staff = await asStaff();
    const [active, expired, revoked] = [
      (await create(staff)).body.id,
      (await create(staff)).body.id,
      (await create(staff)).body.id,
    ];
    await rows("UPDATE api_keys SET expires_at = ? WHERE id IN (?, ?)", after(-1_000), expired, revoked);
    await api("DELETE", `${PATH}/${revoked}`, { headers: staff });
    for (const [id, status] of Object.entries({
      [active]: "active",
      [expired]: "expired",
      [revoked]: "revoked",
    })) {
      expect((await read(staff, id)).body).toMatchObject({ status });
      for (const asked of ["active", "expired", "revoked"]) {
        const { body } = await api<{ data: ApiKey[] }>("GET", `${PATH}?limit=100&status=${asked}`, {
          headers: staff,
        });
        expect(body.data.every((key) => key.status === asked)).toBe(true);
        expect(body.data.some((key) => key.id === id)).toBe(status === asked);
      }
    }
  });

  it("notes when a key was last used", async () => {
    const staff = await asStaff();
    const { id, key } = (await create(staff, { scopes: ["order:manage"] })).body;
    expect((await read(staff, id)).body).not.toHaveProperty("last_used_at");
    await api("GET", "/api/v1/orders", { headers: bearer(key) });
    await expect.poll(async () => (await read(staff, id)).body.last_used_at).toBeDefined();
  });

  it("answers 404 for a key that is not there", async () => {
    const id = "01900000-0000-7000-8000-00000000dead";
    const staff = await asStaff();
    for (const answer of [
      await read(staff, id),
      await rotate(staff, id),
      await api("DELETE", `${PATH}/${id}`, { headers: staff }),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { code: "resource.not_found" } });
    }
  });
});

describe("rotating a key", () => {
  it("ends the old one at once and gives its name, scopes and expiry to the new one", async () => {
    const admin = await makeUser({ role: "admin" });
    const old = (
      await create(admin.headers, { scopes: ["order:manage", "audit:read"], expires_at: after(DAY_MS) })
    ).body;
    const made = await rotate(admin.headers, old.id);
    expect(made.status).toBe(201);
    expect(made.headers.get("Location")).toBe(`${PATH}/${made.body.id}`);
    const { name, scopes, expires_at, owner_id } = old;
    expect(made.body).toMatchObject({ name, scopes, expires_at, owner_id, status: "active" });
    expect(made.body.id).not.toBe(old.id);
    expect(made.body.key).not.toBe(old.key);
    expect((await read(admin.headers, old.id)).body).toMatchObject({
      status: "revoked",
      replaced_by: made.body.id,
    });
    expect(await worksNow(old.key)).toBe(false);
    expect(await worksNow(made.body.key)).toBe(true);
    expect(await rows("SELECT action FROM audit_log WHERE entity_id = ? ORDER BY at, id", old.id)).toEqual([
      { action: "api_key.create" },
      { action: "api_key.rotate" },
    ]);
  });

  it("with a grace lets both work until it ends, never beyond the old one's own end", async () => {
    const staff = await asStaff();
    const old = (await create(staff)).body;
    const made = (await rotate(staff, old.id, 3_600)).body;
    expect([await worksNow(old.key), await worksNow(made.key)]).toEqual([true, true]);
    const { expires_at = "", status } = (await read(staff, old.id)).body;
    expect(status).toBe("active");
    expect(Math.abs(Date.parse(expires_at) - Date.now() - 3_600_000)).toBeLessThan(60_000);
    const short = (await create(staff, { expires_at: after(60_000) })).body;
    await rotate(staff, short.id, 604_800);
    expect((await read(staff, short.id)).body.expires_at).toBe(short.expires_at);
    for (const seconds of [-1, 604_801, 1.5])
      expect((await rotate(staff, made.id, seconds)).status).toBe(422);
  });

  it("works once, and not for a revoked or expired key", async () => {
    const staff = await asStaff();
    const made = async () => (await create(staff)).body.id;
    const [rotated, revoked, expired] = [await made(), await made(), await made()];
    await rotate(staff, rotated, 3_600);
    await api("DELETE", `${PATH}/${revoked}`, { headers: staff });
    await rows("UPDATE api_keys SET expires_at = ? WHERE id = ?", after(-1_000), expired);
    const before = await value("SELECT COUNT(*) FROM api_keys");
    for (const id of [rotated, revoked, expired]) {
      expect(await rotate(staff, id)).toMatchObject({ status: 409, body: { code: "api_key.not_rotatable" } });
    }
    expect(await value("SELECT COUNT(*) FROM api_keys")).toBe(before);
  });

  it.each([0, 3_600])("ten times at once (grace %d s) makes one successor", async (seconds) => {
    const staff = await asStaff();
    const { id } = (await create(staff)).body;
    const answers = await Promise.all(Array.from({ length: 10 }, () => rotate(staff, id, seconds)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
    const [successor] = answers.filter((answer) => answer.status === 201);
    expect(await rows("SELECT id FROM api_keys WHERE replaces = ?", id)).toEqual([
      { id: successor?.body.id },
    ]);
    expect(
      await value("SELECT COUNT(*) FROM audit_log WHERE entity_id = ? AND action = 'api_key.rotate'", id),
    ).toBe(1);
  });

  it.each<[string, (headers: Headers, id: string) => Promise<unknown>, number]>([
    ["a revocation", (headers, id) => api("DELETE", `${PATH}/${id}`, { headers }), 0],
    ["another rotation", (headers, id) => rotate(headers, id, 3_600), 1],
  ])("that %s overtakes writes nothing", async (_, overtake, successors) => {
    const { headers } = await makeUser({ role: "admin" });
    const { id } = (await create(headers)).body;
    const bindings = atBatch(1, async () => void (await overtake(headers, id)));
    const answer = await callWith(bindings, "POST", `${PATH}/${id}/rotate`, {
      headers,
      body: { expire_old_in: 60 },
    });
    expect(answer).toMatchObject({ status: 409, body: { code: "api_key.not_rotatable" } });
    expect(await value("SELECT COUNT(*) FROM api_keys WHERE replaces = ?", id)).toBe(successors);
    expect(
      await value("SELECT COUNT(*) FROM audit_log WHERE entity_id = ? AND action = 'api_key.rotate'", id),
    ).toBe(successors);
  });

  it("gives nobody a key that may more than they", async () => {
    const superuser = await makeUser({ role: "superuser" });
    const admin = await makeUser({ role: "admin" });
    const { id } = (await create(superuser.headers, { scopes: ["order:manage", "system:admin"] })).body;
    const answer = await rotate(admin.headers, id);
    expect(answer).toMatchObject({
      status: 403,
      body: { code: "api_key.scopes_too_wide", scopes: ["system:admin"] },
    });
    expect((await read(admin.headers, id)).body).toMatchObject({ status: "active" });
    expect(await value("SELECT COUNT(*) FROM api_keys WHERE replaces = ?", id)).toBe(0);
  });

  it("makes the caller stand behind the new key, so that it ends with the caller", async () => {
    const superuser = await makeUser({ role: "superuser" });
    const admin = await makeUser({ role: "admin" });
    const { id } = (await create(superuser.headers, { scopes: ["order:manage"] })).body;
    const made = (await rotate(admin.headers, id)).body;
    expect(made.owner_id).toBe(admin.id);
    await rows("UPDATE users SET status = 'disabled' WHERE id = ?", admin.id);
    expect(await worksNow(made.key)).toBe(false);
  });

  it("lets a key rotate itself, with what its owner may still do", async () => {
    const owner = await makeUser({ role: "superuser" });
    const scopes: Permission[] = ["apikey:manage", "system:admin"];
    const old = (await create(owner.headers, { scopes })).body;
    await rows("UPDATE users SET role = 'admin' WHERE id = ?", owner.id);
    const made = await rotate(bearer(old.key), old.id);
    expect(made).toMatchObject({ status: 201, body: { scopes: ["apikey:manage"], owner_id: owner.id } });
    expect(await worksNow(old.key)).toBe(false);
  });
});

/** A key, one that was made with it, and one that was made with that. */
async function threeGenerations(headers: Headers): Promise<[IssuedApiKey, IssuedApiKey, IssuedApiKey]> {
  const scopes = ["apikey:manage"];
  const first = (await create(headers, { scopes })).body;
  const second = (await create(bearer(first.key), { scopes })).body;
  return [first, second, (await create(bearer(second.key), { scopes })).body];
}

describe("the keys that were made with a key", () => {
  it("end when it is revoked, all generations of them, and no others", async () => {
    const admin = await makeUser({ role: "admin" });
    const family = await threeGenerations(admin.headers);
    const [first, second, third] = family;
    const other = (await create(admin.headers)).body;
    expect((await api("DELETE", `${PATH}/${second.id}`, { headers: admin.headers })).status).toBe(204);
    expect(await Promise.all([second, third].map(({ key }) => worksNow(key)))).toEqual([false, false]);
    expect(await worksNow(first.key)).toBe(true);
    expect((await api("DELETE", `${PATH}/${first.id}`, { headers: admin.headers })).status).toBe(204);
    for (const { key } of family) expect(await worksNow(key)).toBe(false);
    expect(await worksNow(other.key)).toBe(true);
  });

  it("end when it is rotated, with the old one's grace; the new one takes its place", async () => {
    const admin = await makeUser({ role: "admin" });
    const [first, second, third] = await threeGenerations(admin.headers);
    const made = (await rotate(admin.headers, first.id)).body;
    expect(await worksNow(made.key)).toBe(true);
    for (const { key } of [second, third]) expect(await worksNow(key)).toBe(false);
    const [old, child] = await threeGenerations(admin.headers);
    await rotate(admin.headers, old.id, 3_600);
    expect(await worksNow(child.key)).toBe(true);
    const { expires_at } = (await read(admin.headers, child.id)).body;
    expect(expires_at).toBe((await read(admin.headers, old.id)).body.expires_at);
  });

  it("end also when it had rotated itself before: a thief cannot slip away into a successor", async () => {
    const admin = await makeUser({ role: "admin" });
    const leaked = (await create(admin.headers, { scopes: ["apikey:manage"] })).body;
    const stolen = (await rotate(bearer(leaked.key), leaked.id)).body;
    expect(await worksNow(stolen.key)).toBe(true);
    expect((await api("DELETE", `${PATH}/${leaked.id}`, { headers: admin.headers })).status).toBe(204);
    expect(await worksNow(stolen.key)).toBe(false);
    expect((await read(admin.headers, stolen.id)).body.status).toBe("revoked");
  });
});

describe("revoking a key", () => {
  it("ends it, also one that may more than the caller; a second time changes nothing", async () => {
    const superuser = await makeUser({ role: "superuser" });
    const admin = await makeUser({ role: "admin" });
    const { id, key } = (await create(superuser.headers, { scopes: [...ROLE_PERMISSIONS.superuser] })).body;
    expect(await worksNow(key)).toBe(true);
    expect((await api("DELETE", `${PATH}/${id}`, { headers: admin.headers })).status).toBe(204);
    expect(await worksNow(key)).toBe(false);
    const revoked = await read(admin.headers, id);
    expect(revoked.body).toMatchObject({ status: "revoked", revoked_at: expect.any(String) as string });
    expect((await api("DELETE", `${PATH}/${id}`, { headers: superuser.headers })).status).toBe(204);
    expect((await read(admin.headers, id)).body).toEqual(revoked.body);
    expect(
      await rows("SELECT actor_id FROM audit_log WHERE entity_id = ? AND action = 'api_key.revoke'", id),
    ).toEqual([{ actor_id: admin.id }]);
  });
});

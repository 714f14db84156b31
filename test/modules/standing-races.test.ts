import { describe, expect, it } from "vitest";
import { bearer } from "../support/account.ts";
import { makeUser, type TestUser } from "../support/accounts.ts";
import { api, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { atBatch } from "../support/failing-env.ts";
import { visit } from "../support/visit.ts";

// What was allowed when a request began need not be allowed when it writes.

/** Sends the headers and the first byte, waits for something else to happen, then sends the rest. */
async function slowly(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: unknown,
  meanwhile: () => Promise<unknown>,
) {
  const text = JSON.stringify(body);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const answer = visit(`http://shop.test${path}`, {
    method,
    headers: { ...headers, "Content-Type": "application/json" },
    body: readable,
  });
  const first = writer.write(new TextEncoder().encode(text.slice(0, 1)));
  await new Promise((resolve) => setTimeout(resolve, 200));
  await meanwhile();
  await first;
  await writer.write(new TextEncoder().encode(text.slice(1)));
  await writer.close();
  const response = await answer;
  return { status: response.status, body: await response.json<Record<string, unknown>>() };
}

const KEY = { name: "again", scopes: ["apikey:manage", "user:manage"] };

describe("whoever sends the body slowly", () => {
  it("and is disabled meanwhile cannot make themselves active again", async () => {
    const admin = await makeUser({ role: "admin" });
    const boss = await makeUser({ role: "superuser" });
    const path = `/api/v1/users/${admin.id}`;
    const answer = await slowly("PATCH", path, admin.headers, { status: "active" }, () =>
      api("PATCH", path, { headers: boss.headers, body: { status: "disabled" } }),
    );
    expect(answer).toMatchObject({ status: 401, body: { code: "auth.invalid_credentials" } });
    expect(await value("SELECT status FROM users WHERE id = ?", admin.id)).toBe("disabled");
  });

  it("and whose key is revoked meanwhile gets no new key", async () => {
    const admin = await makeUser({ role: "admin" });
    const made = await api<{ key: string; id: string }>("POST", "/api/v1/auth/api-keys", {
      headers: admin.headers,
      body: KEY,
    });
    const answer = await slowly("POST", "/api/v1/auth/api-keys", bearer(made.body.key), KEY, () =>
      api("DELETE", `/api/v1/auth/api-keys/${made.body.id}`, { headers: admin.headers }),
    );
    expect(answer).toMatchObject({ status: 401, body: { code: "auth.invalid_credentials" } });
    expect(await value("SELECT COUNT(*) FROM api_keys WHERE owner_id = ?", admin.id)).toBe(1);
  });
});

describe("whoever loses their power between the check and the write", () => {
  it("gives nobody a role any more", async () => {
    const admin = await makeUser({ role: "admin" });
    const other = await makeUser();
    const raced = atBatch(1, async () => {
      await rows("UPDATE users SET status = 'disabled' WHERE id = ?", admin.id);
    });
    const answer = await callWith(raced, "PATCH", `/api/v1/users/${other.id}`, {
      headers: admin.headers,
      body: { role: "admin" },
    });
    expect(answer).toMatchObject({ status: 401, body: { code: "auth.invalid_credentials" } });
    expect(await value("SELECT role FROM users WHERE id = ?", other.id)).toBe("customer");
  });

  it("makes no key any more", async () => {
    const admin = await makeUser({ role: "admin" });
    const raced = atBatch(1, async () => {
      await rows("UPDATE users SET role = 'staff' WHERE id = ?", admin.id);
    });
    const answer = await callWith(raced, "POST", "/api/v1/auth/api-keys", {
      headers: admin.headers,
      body: KEY,
    });
    expect(answer.status).toBe(401);
    expect(await value("SELECT COUNT(*) FROM api_keys WHERE owner_id = ?", admin.id)).toBe(0);
  });
});

/** What may happen to a session between the check and the write. */
const ENDS_OF_SESSIONS: readonly [string, (admin: TestUser) => Promise<unknown>][] = [
  ["revoked", ({ sessionId }) => rows("UPDATE sessions SET revoked_at = created_at WHERE id = ?", sessionId)],
  ["expired", ({ sessionId }) => rows("UPDATE sessions SET expires_at = created_at WHERE id = ?", sessionId)],
  ["deleted", ({ sessionId }) => rows("DELETE FROM sessions WHERE id = ?", sessionId)],
  [
    "given to somebody else",
    async ({ sessionId }) =>
      rows("UPDATE sessions SET user_id = ? WHERE id = ?", (await makeUser({ role: "admin" })).id, sessionId),
  ],
];

describe("whoever loses their session between the check and the write", () => {
  it.each(ENDS_OF_SESSIONS)("%s, gives nobody a role and makes no key", async (_, ended) => {
    const other = await makeUser();
    for (const [method, path, body] of [
      ["PATCH", `/api/v1/users/${other.id}`, { role: "staff" }],
      ["POST", "/api/v1/auth/api-keys", KEY],
    ] as const) {
      const admin = await makeUser({ role: "admin" });
      const raced = atBatch(1, async () => void (await ended(admin)));
      const answer = await callWith(raced, method, path, { headers: admin.headers, body });
      expect(answer, path).toMatchObject({ status: 401, body: { code: "auth.invalid_credentials" } });
      expect(await value("SELECT COUNT(*) FROM api_keys WHERE owner_id = ?", admin.id)).toBe(0);
    }
    expect(await value("SELECT role FROM users WHERE id = ?", other.id)).toBe("customer");
  });
});

describe("a key that ends between the check and the write", () => {
  it.each([
    ["revoked", "UPDATE api_keys SET revoked_at = created_at WHERE id = ?"],
    ["expired", "UPDATE api_keys SET expires_at = created_at WHERE id = ?"],
    ["deleted", "DELETE FROM api_keys WHERE id = ?"],
  ])("%s, makes no other", async (_, end) => {
    const admin = await makeUser({ role: "admin" });
    const made = await api<{ key: string; id: string }>("POST", "/api/v1/auth/api-keys", {
      headers: admin.headers,
      body: KEY,
    });
    const before = await value("SELECT COUNT(*) FROM api_keys");
    const raced = atBatch(1, async () => void (await rows(end, made.body.id)));
    const headers = bearer(made.body.key);
    const answer = await callWith(raced, "POST", "/api/v1/auth/api-keys", { headers, body: KEY });
    expect(answer).toMatchObject({ status: 401, body: { code: "auth.invalid_credentials" } });
    expect(await value("SELECT COUNT(*) FROM api_keys")).toBe(end.startsWith("DELETE") ? before - 1 : before);
  });
});

describe("a request without a body of its own", () => {
  it("may not bring a huge one", async () => {
    const { headers } = await makeUser();
    const answer = await api("POST", "/api/v1/auth/totp", {
      headers: { ...headers, "Idempotency-Key": "huge" },
      text: "x".repeat(300_000),
    });
    expect(answer).toMatchObject({ status: 413, body: { code: "request.too_large" } });
  });
});

import { describe, expect, it } from "vitest";
import { type Answer, api, rows, value } from "../support/api.ts";
import { logIn, PASSWORD, register } from "../support/account.ts";
import { forgetIsolateMemory } from "../../src/platform/memory-cache.ts";
import { unique } from "../support/shop.ts";

interface Session {
  id: string;
  csrf_token: string;
  expires_at: string;
  user: { email: string };
}

const SHOP = "http://shop.test";

async function open(
  headers: Record<string, string> = {},
): Promise<{ answer: Answer<Session>; cookie: string; email: string }> {
  const email = await register();
  const answer = await api<Session>("POST", "/api/v1/auth/session", {
    body: { email, password: PASSWORD },
    headers: { Origin: SHOP, ...headers },
  });
  const cookie = answer.headers.get("Set-Cookie")?.split(";")[0] ?? "";
  return { answer, cookie, email };
}

/** A change that any signed-in user may make. */
function write(cookie: string, headers: Record<string, string> = {}) {
  return api("PATCH", "/api/v1/customers/me", {
    body: { first_name: unique("Name") },
    headers: { Cookie: cookie, ...headers },
  });
}

describe("a browser session", () => {
  it("is a host-only, script-proof cookie, of which only the hash is kept", async () => {
    const { answer, cookie, email } = await open();
    expect(answer.status).toBe(201);
    expect(answer.headers.get("Location")).toBe("/api/v1/auth/session");
    expect(answer.headers.get("Set-Cookie")).toMatch(
      /^__Host-session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(answer.body.user.email).toBe(email);
    const stored = await value<string>("SELECT secret_hash FROM sessions WHERE id = ?", answer.body.id);
    expect(cookie).not.toContain(stored);
    expect(JSON.stringify(answer.body)).not.toContain(cookie.slice(15));
  });

  it("reads with the cookie alone and writes with the CSRF token", async () => {
    const { answer, cookie } = await open();
    const read = await api<Session>("GET", "/api/v1/auth/session", {
      headers: { Cookie: `theme=dark; ${cookie}` },
    });
    expect(read).toMatchObject({
      status: 200,
      body: { id: answer.body.id, csrf_token: answer.body.csrf_token },
    });
    const csrf = { Origin: SHOP, "X-CSRF-Token": answer.body.csrf_token };
    expect((await write(cookie, csrf)).status).toBe(200);
  });

  it("refuses a write without the token, with a wrong one, or with another session's", async () => {
    const { cookie } = await open();
    const other = await open();
    for (const headers of [
      {},
      { Origin: SHOP },
      { Origin: SHOP, "X-CSRF-Token": "nonsense" },
      { Origin: SHOP, "X-CSRF-Token": other.answer.body.csrf_token },
    ]) {
      expect(await write(cookie, headers)).toMatchObject({
        status: 403,
        body: { code: "auth.csrf_refused" },
      });
    }
    const forged = await api("POST", "/api/v1/cart/items", {
      body: { sku: "X", quantity: 1 },
      headers: { Cookie: cookie },
    });
    expect(forged).toMatchObject({ status: 403, body: { code: "auth.csrf_refused" } });
  });

  it.each(["https://evil.example", "null", "http://shop.test.evil.example", "http://shop.test:8080"])(
    "refuses a write from a page of %s, even with the token",
    async (origin) => {
      const { answer, cookie } = await open();
      const headers = { Origin: origin, "X-CSRF-Token": answer.body.csrf_token };
      expect(await write(cookie, headers)).toMatchObject({
        status: 403,
        body: { code: "auth.csrf_refused" },
      });
    },
  );

  it("lets the storefronts of the allow-list in, and tells browsers so", async () => {
    const { answer, cookie } = await open({ Origin: "http://localhost:3000" });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("http://localhost:3000");
    expect(answer.headers.get("Access-Control-Allow-Credentials")).toBe("true");
    const headers = { Origin: "http://localhost:3000", "X-CSRF-Token": answer.body.csrf_token };
    expect((await write(cookie, headers)).status).toBe(200);
  });

  it("cannot be opened from a foreign page (login CSRF)", async () => {
    const { answer } = await open({ Origin: "https://evil.example" });
    expect(answer).toMatchObject({ status: 403, body: { code: "auth.csrf_refused" } });
    expect(answer.headers.get("Set-Cookie")).toBeNull();
  });

  it("ends by logging out: the cookie is taken away and worth nothing", async () => {
    const { answer, cookie } = await open();
    const csrf = { Origin: SHOP, "X-CSRF-Token": answer.body.csrf_token };
    const closed = await api("DELETE", "/api/v1/auth/session", { headers: { Cookie: cookie, ...csrf } });
    expect(closed.status).toBe(204);
    expect(closed.headers.get("Set-Cookie")).toContain("__Host-session=; Path=/; Max-Age=0");
    expect(await write(cookie, csrf)).toMatchObject({ status: 401, body: { code: "auth.required" } });
  });

  it("that has ended leaves its browser a guest who can shop, and takes the cookie away", async () => {
    const { answer, cookie, email } = await open();
    await rows("UPDATE sessions SET revoked_at = '2026-01-01T00:00:00.000Z' WHERE id = ?", answer.body.id);
    forgetIsolateMemory();
    expect((await logIn(email)).status).toBe(200);
    const cart = await api("GET", "/api/v1/cart", { headers: { Cookie: cookie } });
    expect(cart.status).toBe(200);
    expect(cart.headers.get("X-Cart-Token")).not.toBeNull();
    expect(cart.headers.get("Set-Cookie")).toContain("__Host-session=; Path=/; Max-Age=0");
    const closed = await api("DELETE", "/api/v1/auth/session", { headers: { Cookie: cookie } });
    expect(closed.status).toBe(204);
    expect(closed.headers.get("Set-Cookie")).toContain("Max-Age=0");
  });

  it("of a disabled user cannot write from the next request on", async () => {
    const { answer, cookie, email } = await open();
    const csrf = { Origin: SHOP, "X-CSRF-Token": answer.body.csrf_token };
    expect((await write(cookie, csrf)).status).toBe(200);
    await value("UPDATE users SET status = 'disabled' WHERE email = ?", email);
    expect((await write(cookie, csrf)).status).toBe(401);
  });

  it("counts less than an Authorization header, which is a 401 when it is broken", async () => {
    const { cookie } = await open();
    const both = { Cookie: cookie, Authorization: "Bearer nonsense" };
    expect((await api("GET", "/api/v1/auth/me", { headers: both })).status).toBe(401);
  });
});

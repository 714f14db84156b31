import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { type Answer, api, rows, value } from "../support/api.ts";
import { bearer, signedUp, type Tokens } from "../support/account.ts";
import { systemCtx } from "../support/accounts.ts";
import { callWith } from "../support/call-with.ts";
import { atBatch } from "../support/failing-env.ts";
import { deleteStaleCredentialsStmts } from "../../src/modules/identity/index.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { addSeconds } from "../../src/platform/clock.ts";
import { commit } from "../../src/platform/commit.ts";

function refresh(refresh_token: string): Promise<Answer<Tokens & { code: string }>> {
  return api("POST", "/api/v1/auth/refresh", { body: { refresh_token } });
}

function later(seconds: number): void {
  const then = addSeconds(new Date(), seconds);
  setClock(() => then);
}

afterEach(() => setClock(undefined));

async function revokedReason(userId: string) {
  return value<string | null>("SELECT revoked_reason FROM sessions WHERE user_id = ?", userId);
}

describe("a refresh token", () => {
  it("is exchanged for an access token and a successor", async () => {
    const { refresh_token, user } = await signedUp();
    const answer = await refresh(refresh_token);
    expect(answer).toMatchObject({
      status: 200,
      body: { token_type: "Bearer", expires_in: 600, user: { id: user.id } },
    });
    expect(answer.body.refresh_token).not.toBe(refresh_token);
    expect((await refresh(answer.body.refresh_token)).status).toBe(200);
    const me = await api("GET", "/api/v1/auth/me", { headers: bearer(answer.body.access_token) });
    expect(me.body).toMatchObject({ id: user.id });
  });

  it("gives twenty parallel tabs the same successor, and all of them stay logged in", async () => {
    const { refresh_token, user } = await signedUp();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refresh_token)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer.body.refresh_token)).size).toBe(1);
    const tokens = await rows(
      "SELECT r.hash FROM refresh_tokens r JOIN sessions s ON s.id = r.session_id WHERE s.user_id = ?",
      user.id,
    );
    expect(tokens).toHaveLength(2);
    expect(await revokedReason(user.id)).toBeNull();
  });

  it("gives the same successor while TOKEN_SECRET is being replaced, whichever instance is asked", async () => {
    const { refresh_token, user } = await signedUp();
    const fresh = "another-token-secret-0123456789abcdef-0123456789";
    const under = (secrets: string, bindings: Env = env) =>
      callWith<Tokens>({ ...bindings, TOKEN_SECRET: secrets }, "POST", "/api/v1/auth/refresh", {
        body: { refresh_token },
      });
    let first: Answer<Tokens> | undefined;
    const overtaken = atBatch(1, async () => {
      first = await under(`${env.TOKEN_SECRET},${fresh}`);
    });
    const second = await under(`${fresh},${env.TOKEN_SECRET}`, overtaken);
    expect([first?.status, second.status]).toEqual([200, 200]);
    expect(second.body.refresh_token).toBe(first?.body.refresh_token);
    const unused = await rows(
      "SELECT 1 FROM refresh_tokens r JOIN sessions s ON s.id = r.session_id WHERE s.user_id = ? AND r.used_at IS NULL",
      user.id,
    );
    expect(unused).toHaveLength(1);
    expect(await revokedReason(user.id)).toBeNull();
  });

  it("that comes back within the grace gives the same successor; an answer may have been lost", async () => {
    const { refresh_token } = await signedUp();
    const first = await refresh(refresh_token);
    later(8);
    const second = await refresh(refresh_token);
    expect(second).toMatchObject({ status: 200, body: { refresh_token: first.body.refresh_token } });
  });

  it("that comes back after the grace ends the whole login, for the thief and for the owner", async () => {
    const { refresh_token, access_token, user } = await signedUp();
    const { body } = await refresh(refresh_token);
    later(11);
    expect(await refresh(refresh_token)).toMatchObject({
      status: 401,
      body: { code: "auth.refresh_token_reused" },
    });
    expect(await refresh(body.refresh_token)).toMatchObject({
      status: 401,
      body: { code: "auth.invalid_credentials" },
    });
    expect(await revokedReason(user.id)).toBe("refresh_token_reused");
    const write = await api("DELETE", "/api/v1/auth/sessions", { headers: bearer(access_token) });
    expect(write.status).toBe(401);
    const audit = await rows(
      "SELECT after FROM audit_log WHERE entity_id = ? AND action = 'session.revoke'",
      user.id,
    );
    expect(audit).toHaveLength(1);
  });

  it("whose successor was used is stolen, even within the grace", async () => {
    const { refresh_token, user } = await signedUp();
    const { body } = await refresh(refresh_token);
    await refresh(body.refresh_token);
    expect((await refresh(refresh_token)).body.code).toBe("auth.refresh_token_reused");
    expect(await revokedReason(user.id)).toBe("refresh_token_reused");
  });

  it("reuse ends that login only", async () => {
    const one = await signedUp();
    const other = await api<Tokens>("POST", "/api/v1/auth/login", {
      body: { email: one.user.email, password: "purple stapler lagoon" },
    });
    await refresh(one.refresh_token);
    later(11);
    expect((await refresh(one.refresh_token)).status).toBe(401);
    expect((await refresh(other.body.refresh_token)).status).toBe(200);
  });

  it("of a disabled user is worth nothing, and serves again when the user is active again", async () => {
    const { refresh_token, user } = await signedUp();
    await rows("UPDATE users SET status = 'disabled' WHERE id = ?", user.id);
    expect((await refresh(refresh_token)).status).toBe(401);
    await rows("UPDATE users SET status = 'active' WHERE id = ?", user.id);
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  it("lives 30 days unused, and a login half a year however much it is used", async () => {
    const { refresh_token } = await signedUp();
    let token = refresh_token;
    for (let days = 29; days < 180; days += 29) {
      later(days * 86_400);
      const answer = await refresh(token);
      expect(answer.status, `after ${days} days`).toBe(200);
      token = answer.body.refresh_token;
    }
    later(180 * 86_400 + 60);
    expect((await refresh(token)).status).toBe(401);
    setClock(undefined);
    const idle = await signedUp();
    later(30 * 86_400 + 60);
    expect((await refresh(idle.refresh_token)).status).toBe(401);
  });

  it("is forgotten a week after its use: then it is unknown, and the login goes on", async () => {
    const { refresh_token, user } = await signedUp();
    const { body } = await refresh(refresh_token);
    const tokens = () =>
      value(
        "SELECT COUNT(*) FROM refresh_tokens r JOIN sessions s ON s.id = r.session_id WHERE s.user_id = ?",
        user.id,
      );
    const prune = () => commit(systemCtx(), { statements: deleteStaleCredentialsStmts(systemCtx()) });
    later(7 * 86_400 - 60);
    await prune();
    expect(await tokens()).toBe(2);
    later(7 * 86_400 + 60);
    await prune();
    expect(await tokens()).toBe(1);
    expect(await refresh(refresh_token)).toMatchObject({
      status: 401,
      body: { code: "auth.invalid_credentials" },
    });
    expect((await refresh(body.refresh_token)).status).toBe(200);
    expect(await revokedReason(user.id)).toBeNull();
  });

  it.each(["nonsense", "rt_", `rt_${"A".repeat(43)}`, "x".repeat(2_000)])("refuses %s", async (token) => {
    expect(await refresh(token)).toMatchObject({ status: 401, body: { code: "auth.invalid_credentials" } });
  });
});

describe("a device", () => {
  it("that was not used for a year is forgotten", async () => {
    const { user } = await signedUp();
    const devices = () => value("SELECT COUNT(*) FROM known_devices WHERE user_id = ?", user.id);
    const prune = () => commit(systemCtx(), { statements: deleteStaleCredentialsStmts(systemCtx()) });
    later(364 * 86_400);
    await prune();
    expect(await devices()).toBe(1);
    later(366 * 86_400);
    await prune();
    expect(await devices()).toBe(0);
  });
});

describe("logging out", () => {
  it("ends the login of the refresh token; doing it again, or with any text, is no error", async () => {
    const { refresh_token } = await signedUp();
    const logout = (token: string) => api("POST", "/api/v1/auth/logout", { body: { refresh_token: token } });
    expect((await logout(refresh_token)).status).toBe(204);
    expect((await refresh(refresh_token)).status).toBe(401);
    expect((await logout(refresh_token)).status).toBe(204);
    expect((await logout("nonsense")).status).toBe(204);
  });

  it("without one ends the login of the access token, whose next write is refused", async () => {
    const { refresh_token, headers } = await signedUp();
    expect((await api("POST", "/api/v1/auth/logout", { body: {}, headers })).status).toBe(204);
    expect((await refresh(refresh_token)).status).toBe(401);
    expect((await api("DELETE", "/api/v1/auth/sessions", { headers })).status).toBe(401);
    expect((await api("POST", "/api/v1/auth/logout", { body: {} })).status).toBe(401);
  });
});

describe("the list of logins", () => {
  it("shows one's own, which can be ended one by one or all but this one", async () => {
    const one = await signedUp();
    const stranger = await signedUp();
    const login = () =>
      api<Tokens>("POST", "/api/v1/auth/login", {
        body: { email: one.user.email, password: "purple stapler lagoon" },
        headers: { "User-Agent": "Phone", "CF-IPCountry": "DE" },
      });
    const [second, third] = [await login(), await login()];
    const list = async () =>
      (
        await api<{ data: { id: string; is_current: boolean }[] }>("GET", "/api/v1/auth/sessions", {
          headers: one.headers,
        })
      ).body.data;
    const before = await list();
    expect(before).toHaveLength(3);
    expect(before[0]).toMatchObject({ kind: "token", user_agent: "Phone", country: "DE", is_current: false });
    expect(before.filter((session) => session.is_current)).toHaveLength(1);
    const gone = before[0]?.id ?? "";
    const revoke = (id: string, headers: Record<string, string>) =>
      api("DELETE", `/api/v1/auth/sessions/${id}`, { headers });
    expect((await revoke(gone, stranger.headers)).status).toBe(404);
    expect((await revoke(gone, one.headers)).status).toBe(204);
    expect((await revoke(gone, one.headers)).status).toBe(404);
    expect((await refresh(third.body.refresh_token)).status).toBe(401);
    const all = await api("DELETE", "/api/v1/auth/sessions?except_current=true", { headers: one.headers });
    expect(all.status).toBe(204);
    expect((await refresh(second.body.refresh_token)).status).toBe(401);
    expect(await list()).toMatchObject([{ is_current: true }]);
    expect((await refresh(one.refresh_token)).status).toBe(200);
    expect((await refresh(stranger.refresh_token)).status).toBe(200);
  });
});

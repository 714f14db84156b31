import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { bearer, logIn, PASSWORD, register, signedUp } from "../support/account.ts";
import { linkOf } from "../support/account-links.ts";
import { makeUser, systemCtx } from "../support/accounts.ts";
import { api, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { atBatch } from "../support/failing-env.ts";
import { unique } from "../support/shop.ts";
import {
  deleteStaleCredentialsStmts,
  hashPassword,
  updateUserStmt,
} from "../../src/modules/identity/index.ts";
import { addSeconds } from "../../src/platform/clock.ts";
import { commit } from "../../src/platform/commit.ts";
import { setClock } from "../../src/platform/ctx.ts";

afterEach(() => setClock(undefined));

describe("registering", () => {
  it("makes a customer who can log in at once, and sends the link that confirms the address", async () => {
    const email = await register({
      username: unique("ada").replaceAll("-", "_"),
      first_name: "Ada",
      last_name: "L",
    });
    const login = await logIn(email);
    expect(login.status).toBe(200);
    expect(login.body).toMatchObject({
      token_type: "Bearer",
      expires_in: 600,
      user: { email, role: "customer", email_verified: false, first_name: "Ada", second_factor: false },
    });
    const me = await api("GET", "/api/v1/auth/me", { headers: bearer(login.body.access_token) });
    expect(me.body).toMatchObject({
      kind: "user",
      role: "customer",
      permissions: ["catalog:read", "cart:manage", "order:create"],
      user: { email },
    });
    const profile = await api("GET", "/api/v1/customers/me", { headers: bearer(login.body.access_token) });
    expect(profile.body).toMatchObject({ id: login.body.user.id, email, first_name: "Ada" });
    await eventsDelivered();
    const mails = await rows("SELECT template, status FROM notifications WHERE recipient = ?", email);
    expect(mails).toEqual([{ template: "welcome", status: "sent" }]);
  });

  it("answers the same for an address that is taken, changes nothing, and tells its owner", async () => {
    const email = `${unique("taken")}@example.com`;
    const first = await api("POST", "/api/v1/auth/register", { body: { email, password: PASSWORD } });
    const again = await api("POST", "/api/v1/auth/register", {
      body: { email: email.toUpperCase(), password: "another fine password" },
    });
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(await value("SELECT COUNT(*) FROM users WHERE email = ?", email)).toBe(1);
    expect((await logIn(email)).status).toBe(200);
    expect((await logIn(email, { password: "another fine password" })).status).toBe(401);
    await eventsDelivered();
    const templates = await rows("SELECT template FROM notifications WHERE recipient = ? ORDER BY id", email);
    expect(templates).toHaveLength(2);
  });

  it("makes one account of two parallel registrations with the same address", async () => {
    const email = `${unique("twins")}@example.com`;
    const body = { email, password: PASSWORD };
    const answers = await Promise.all([1, 2].map(() => api("POST", "/api/v1/auth/register", { body })));
    expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
    expect(await value("SELECT COUNT(*) FROM users WHERE email = ?", email)).toBe(1);
  });

  it("does not let a taken username tell whether an address has an account", async () => {
    const username = unique("name").replaceAll("-", "_");
    const email = await register({ username });
    const attempt = (address: string) =>
      api("POST", "/api/v1/auth/register", { body: { email: address, password: PASSWORD, username } });
    const [known, free] = [await attempt(email), await attempt(`${unique("free")}@example.com`)];
    expect([known.status, known.body["code"]]).toEqual([409, "account.username_taken"]);
    expect([free.status, free.body["code"]]).toEqual([409, "account.username_taken"]);
  });

  it("takes a username once, whether the address was free or not: asking again tells nothing", async () => {
    const [taken, free] = [(await makeUser()).email, `${unique("free")}@example.com`];
    for (const email of [taken, free]) {
      const username = unique("name").replaceAll("-", "_");
      const attempt = (address: string) =>
        api("POST", "/api/v1/auth/register", { body: { email: address, password: PASSWORD, username } });
      const answers = [
        await attempt(email),
        await attempt(email),
        await attempt(`${unique("x")}@example.com`),
      ];
      expect(answers.map(({ status }) => status)).toEqual([201, 409, 409]);
      expect(answers[1]?.body).toMatchObject({ code: "account.username_taken" });
    }
    expect(await value("SELECT username FROM users WHERE email = ?", taken)).toBeNull();
  });

  it("takes a username once also of parallel requests, whether the address was free or not", async () => {
    for (const email of [(await makeUser()).email, `${unique("free")}@example.com`]) {
      const username = unique("name").replaceAll("-", "_");
      const body = { email, password: PASSWORD, username };
      const answers = await Promise.all([1, 2, 3].map(() => api("POST", "/api/v1/auth/register", { body })));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    }
  });

  it("gives a username to one of two who ask for it at once with a taken and with a free address", async () => {
    for (const takenFirst of [true, false]) {
      const username = unique("name").replaceAll("-", "_");
      const attempt = (email: string, bindings: Env = env) =>
        callWith(bindings, "POST", "/api/v1/auth/register", {
          body: { email, password: PASSWORD, username },
        });
      const [taken, free] = [(await makeUser()).email, `${unique("free")}@example.com`];
      const [first, second] = takenFirst ? [taken, free] : [free, taken];
      // Both have looked before either writes.
      const racing = atBatch(1, async () => expect((await attempt(first)).status).toBe(201));
      expect(await attempt(second, racing)).toMatchObject({
        status: 409,
        body: { code: "account.username_taken" },
      });
    }
  });

  it("gives a reserved username back after thirty days, and forgets it then", async () => {
    const username = unique("name").replaceAll("-", "_");
    await register({ email: await register(), username });
    const ctx = systemCtx();
    const inDays = (days: number) => () => addSeconds(new Date(), days * 24 * 60 * 60);
    setClock(inDays(29));
    const body = { email: `${unique("late")}@example.com`, password: PASSWORD, username };
    expect((await api("POST", "/api/v1/auth/register", { body })).status).toBe(409);
    setClock(inDays(31));
    expect((await api("POST", "/api/v1/auth/register", { body })).status).toBe(201);
    await commit(ctx, { statements: deleteStaleCredentialsStmts({ ...ctx, now: inDays(32) }) });
    expect(await rows("SELECT 1 FROM username_reservations WHERE username = ?", username)).toEqual([]);
  });

  it("where addresses have to be confirmed, answers a login like any wrong one until they are", async () => {
    const strict = { ...env, REQUIRE_VERIFIED_EMAIL: "on" } as unknown as Env;
    const attempt = (email: string, password = PASSWORD) =>
      callWith(strict, "POST", "/api/v1/auth/login", { body: { email, password } });
    const taken = await makeUser({ password: "the password of its owner" });
    const free = `${unique("free")}@example.com`;
    for (const email of [taken.email, free])
      await api("POST", "/api/v1/auth/register", { body: { email, password: PASSWORD } });
    const [ofTaken, ofFree] = [await attempt(taken.email), await attempt(free)];
    expect(ofFree).toMatchObject({ status: 401, body: { code: "auth.login_failed" } });
    expect({ ...ofFree.body, request_id: "" }).toEqual({ ...ofTaken.body, request_id: "" });
    expect([...ofFree.headers.keys()]).toEqual([...ofTaken.headers.keys()]);
    const id = await value<string>("SELECT id FROM users WHERE email = ?", free);
    const token = await linkOf(id, "verify_email");
    await api("POST", "/api/v1/auth/verify-email", { body: { token, password: PASSWORD } });
    expect((await attempt(free)).status).toBe(200);
  });

  it("refuses a username that is taken, whatever its case", async () => {
    const username = unique("name").replaceAll("-", "_");
    await register({ username });
    const answer = await api("POST", "/api/v1/auth/register", {
      body: { email: `${unique("x")}@example.com`, password: PASSWORD, username: username.toUpperCase() },
    });
    expect(answer).toMatchObject({ status: 409, body: { code: "account.username_taken" } });
  });

  it.each([
    ["of 7 characters", "short77", "too_short"],
    ["of 10,000 characters", "x1y2".repeat(2_500), "too_long"],
    ["that everybody tries first", "password123", "common_password"],
    ["that is the address", "ada.lovelace@example.com", "contains_identity"],
  ])("refuses a password %s", async (_, password, code) => {
    const body = { email: "ada.lovelace@example.com", password };
    const answer = await api("POST", "/api/v1/auth/register", { body });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      code: "request.invalid",
      errors: expect.arrayContaining([expect.objectContaining({ pointer: "#/password", code })]) as unknown,
    });
    expect(await value("SELECT COUNT(*) FROM users WHERE email = ?", body.email)).toBe(0);
  });

  it.each([
    ["role", { role: "superuser" }],
    ["status", { status: "active" }],
    ["email_verified_at", { email_verified_at: "2026-01-01T00:00:00.000Z" }],
  ])("takes no %s from the client", async (name, extra) => {
    const email = `${unique("mass")}@example.com`;
    const answer = await api("POST", "/api/v1/auth/register", {
      body: { email, password: PASSWORD, ...extra },
    });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: `#/${name}`, code: "unrecognized_key" }] },
    });
    expect(await value("SELECT COUNT(*) FROM users WHERE email = ?", email)).toBe(0);
  });

  it.each([
    ["a Cyrillic letter", "аda@example.com"],
    ["a letter that lower-cases to ASCII (Kelvin sign)", "\u212Aim@example.com"],
    ["a full-width letter", "ａda@example.com"],
    ["a look-alike domain", "ada@exаmple.com"],
    ["a zero-width space", "ada\u200B@example.com"],
    ["a line break", "ada@example.com\nBcc: x@example.com"],
  ])("refuses an address with %s", async (_, email) => {
    const answer = await api("POST", "/api/v1/auth/register", { body: { email, password: PASSWORD } });
    expect(answer).toMatchObject({ status: 422, body: { code: "request.invalid" } });
    expect(answer.body["errors"]).toMatchObject([{ pointer: "#/email" }]);
  });
});

describe("logging in", () => {
  it("does not mind the case of the address", async () => {
    const email = await register();
    expect((await logIn(` ${email.toUpperCase()} `)).status).toBe(200);
  });

  it("says the same for a wrong password and for an unknown address", async () => {
    const email = await register();
    const wrong = await logIn(email, { password: "not the password" });
    const unknown = await logIn(`${unique("nobody")}@example.com`);
    const { request_id: _, ...rest } = wrong.body;
    expect(wrong).toMatchObject({ status: 401, body: { code: "auth.login_failed" } });
    expect(unknown.status).toBe(401);
    expect(unknown.body).toMatchObject(rest);
  });

  it("tells a disabled account only to who knows its password", async () => {
    const { user } = await signedUp();
    const ctx = systemCtx();
    await commit(ctx, { statements: [updateUserStmt(ctx, user.id, { status: "disabled" })] });
    expect(await logIn(user.email)).toMatchObject({ status: 403, body: { code: "auth.account_not_active" } });
    expect(await logIn(user.email, { password: "not the password" })).toMatchObject({
      status: 401,
      body: { code: "auth.login_failed" },
    });
  });

  it("replaces a hash that was made with other parameters, without anybody noticing", async () => {
    const { user } = await signedUp();
    const ctx = systemCtx();
    const old = await hashPassword(PASSWORD, 9);
    await commit(ctx, { statements: [updateUserStmt(ctx, user.id, { passwordHash: old })] });
    expect((await logIn(user.email)).status).toBe(200);
    await expect
      .poll(() => value<string>("SELECT password_hash FROM users WHERE id = ?", user.id))
      .toContain("ln=10,");
    expect((await logIn(user.email)).status).toBe(200);
  });

  it("sends a mail about a device that was not seen before, and none about the first or a known one", async () => {
    const email = await register();
    const from = (agent: string) => logIn(email, {}, { "User-Agent": agent });
    await from("Phone");
    await from("Phone");
    await from("Laptop");
    await from("Laptop");
    await eventsDelivered();
    const sent = await rows(
      "SELECT 1 FROM notifications WHERE recipient = ? AND template LIKE '%device%'",
      email,
    );
    expect(sent).toHaveLength(1);
  });

  it("keeps neither password nor tokens in any row", async () => {
    const { access_token, refresh_token } = await signedUp();
    const dump = JSON.stringify([
      await rows("SELECT * FROM users"),
      await rows("SELECT * FROM sessions"),
      await rows("SELECT * FROM refresh_tokens"),
      await rows("SELECT * FROM audit_log"),
      await rows("SELECT * FROM outbox"),
      await rows("SELECT * FROM idempotency_keys"),
    ]);
    expect(dump).not.toContain(PASSWORD);
    expect(dump).not.toContain(access_token);
    expect(dump).not.toContain(refresh_token);
  });
});

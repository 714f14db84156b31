import { describe, expect, it } from "vitest";
import { bearer, logIn, PASSWORD, register, signedUp } from "../support/account.ts";
import { systemCtx } from "../support/accounts.ts";
import { api, eventsDelivered, rows, value } from "../support/api.ts";
import { unique } from "../support/shop.ts";
import { hashPassword, updateUserStmt } from "../../src/modules/identity/index.ts";
import { commit } from "../../src/platform/commit.ts";

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

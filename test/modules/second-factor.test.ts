import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { open } from "../../src/platform/secret-box.ts";
import { addSeconds } from "../../src/platform/clock.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { bearer, logIn, signedUp } from "../support/account.ts";
import { linkOf, mailsTo } from "../support/account-links.ts";
import { makeUser, systemCtx, type TestUser } from "../support/accounts.ts";
import { api, asStaff, rows, value } from "../support/api.ts";
import { codeOf, type EnrolledUser, makeEnrolledUser } from "../support/authenticator.ts";
import { callWith } from "../support/call-with.ts";
import { atBatch } from "../support/failing-env.ts";
import { unique } from "../support/shop.ts";

type Headers = Record<string, string>;

const TOTP = "/api/v1/auth/totp";
const INVALID = {
  status: 401,
  body: { code: "auth.second_factor_invalid", errors: [{ pointer: "#/totp" }] },
};

let now = new Date();

beforeEach(() => {
  // In the middle of a time step, so that no code changes while a test runs.
  now = new Date(Math.floor(Date.now() / 30_000) * 30_000 + 15_000);
  setClock(() => now);
});

afterEach(() => setClock(undefined));

let counter = 0;

/** An address that no other test comes from. */
function freshAddress(): { "CF-Connecting-IP": string } {
  counter += 1;
  return { "CF-Connecting-IP": `198.51.100.${counter}` };
}

/** The code of the current time step, or of one so many steps later. */
function code(secret: string, steps = 0): string {
  return codeOf(secret, addSeconds(now, 30 * steps));
}

/** Six digits that are no code of the steps around now. */
function wrongCode(secret: string): string {
  const right = [-1, 0, 1].map((steps) => code(secret, steps));
  return ["111111", "222222", "333333", "444444"].find((guess) => !right.includes(guess)) ?? "";
}

/** Somebody whose codes of this step and the next one are still good. */
function enrolled(): Promise<EnrolledUser> {
  return makeEnrolledUser(addSeconds(now, -30));
}

function begin(headers: Headers) {
  return api<{ secret: string; otpauth_uri: string; code: string }>("POST", TOTP, { headers });
}

function complete(headers: Headers, totp: string) {
  return api<{ recovery_codes: string[]; code: string }>("POST", `${TOTP}/confirm`, {
    body: { totp },
    headers,
  });
}

async function status(headers: Headers) {
  return (await api("GET", TOTP, { headers })).body;
}

function stepUp(headers: Headers, body: Record<string, string>) {
  return api("POST", "/api/v1/auth/step-up", { body, headers });
}

function enter(user: TestUser, totp?: string, headers: Headers = {}) {
  return logIn(user.email, { password: user.password, ...(totp === undefined ? {} : { totp }) }, headers);
}

function sessionsOf(user: TestUser) {
  return value("SELECT COUNT(*) FROM sessions WHERE user_id = ?", user.id);
}

describe("proving again to be present", () => {
  it("is asked for when the last proof is older than 15 minutes, and is good for 15 more", async () => {
    const recent = await makeUser({ confirmedSecondsAgo: 14 * 60 });
    expect((await begin(recent.headers)).status).toBe(201);
    const user = await makeUser({ confirmedSecondsAgo: 3_600 });
    expect(await begin(user.headers)).toMatchObject({ status: 403, body: { code: "auth.step_up_required" } });
    expect(await stepUp(user.headers, { password: "not the password" })).toMatchObject({
      status: 422,
      body: { code: "auth.password_wrong", errors: [{ pointer: "#/password" }] },
    });
    expect((await stepUp(user.headers, { totp: "123456" })).status).toBe(422);
    expect((await begin(user.headers)).status).toBe(403);
    expect(await rows("SELECT 1 FROM second_factors WHERE user_id = ?", user.id)).toEqual([]);
    expect((await stepUp(user.headers, { password: user.password })).status).toBe(204);
    expect((await begin(user.headers)).status).toBe(201);
  });

  it("takes either a password or a code, not both and not nothing", async () => {
    const user = await makeUser();
    for (const body of [{}, { password: user.password, totp: "123456" }]) {
      expect(await stepUp(user.headers, body as Record<string, string>)).toMatchObject({
        status: 422,
        body: { code: "request.invalid" },
      });
    }
  });

  it("takes a code where there is a second factor, and the password is not enough", async () => {
    const user = await enrolled();
    await rows("UPDATE sessions SET confirmed_at = '2026-01-01T00:00:00.000Z' WHERE id = ?", user.sessionId);
    expect(await stepUp(user.headers, { password: user.password })).toMatchObject({
      status: 401,
      body: { code: "auth.second_factor_required" },
    });
    expect(await stepUp(user.headers, { totp: wrongCode(user.secret) })).toMatchObject(INVALID);
    expect((await api("DELETE", TOTP, { headers: user.headers })).body).toMatchObject({
      code: "auth.step_up_required",
    });
    expect((await stepUp(user.headers, { totp: code(user.secret) })).status).toBe(204);
    expect(await stepUp(user.headers, { totp: code(user.secret) })).toMatchObject(INVALID);
    expect((await api("DELETE", TOTP, { headers: user.headers })).status).toBe(204);
  });

  it("in one login says nothing about another", async () => {
    const user = await makeUser({ confirmedSecondsAgo: 3_600 });
    const other = await enter(user);
    expect((await stepUp(bearer(other.body.access_token), { password: user.password })).status).toBe(204);
    expect((await begin(user.headers)).status).toBe(403);
  });
});

describe("setting up an authenticator", () => {
  it("gives out the secret once, keeps it sealed, and asks for no code before the first one was right", async () => {
    const user = await makeUser();
    const begun = await begin(user.headers);
    expect(begun.status).toBe(201);
    expect(begun.body.secret).toMatch(/^[A-Z2-7]{32}$/);
    const uri = new URL(begun.body.otpauth_uri);
    expect([uri.protocol, uri.host]).toEqual(["otpauth:", "totp"]);
    expect(decodeURIComponent(uri.pathname)).toBe(`/Edge Goods:${user.email}`);
    expect(uri.searchParams.get("secret")).toBe(begun.body.secret);
    const stored = await value<string>("SELECT secret FROM second_factors WHERE user_id = ?", user.id);
    expect(stored).not.toContain(begun.body.secret);
    expect(await open(systemCtx().config.TOKEN_SECRET, `totp:${user.id}`, stored)).toBe(begun.body.secret);
    expect(await status(user.headers)).toEqual({ enabled: false, recovery_codes_left: 0 });
    expect((await enter(user)).status).toBe(200);
  });

  it("is done with a right first code, which gives ten recovery codes of which only hashes are kept", async () => {
    const user = await makeUser();
    const { secret } = (await begin(user.headers)).body;
    expect(await complete(user.headers, wrongCode(secret))).toMatchObject(INVALID);
    expect(await status(user.headers)).toMatchObject({ enabled: false });
    const { status: answered, body } = await complete(user.headers, code(secret));
    expect(answered).toBe(200);
    expect(new Set(body.recovery_codes).size).toBe(10);
    expect(await status(user.headers)).toMatchObject({ enabled: true, recovery_codes_left: 10 });
    const stored = JSON.stringify([
      await rows("SELECT * FROM second_factors"),
      await rows("SELECT * FROM recovery_codes"),
      await rows("SELECT * FROM audit_log"),
      await rows("SELECT * FROM outbox"),
    ]);
    for (const text of [secret, ...body.recovery_codes]) expect(stored).not.toContain(text);
    const active = { status: 409, body: { code: "auth.second_factor_active" } };
    expect(await begin(user.headers)).toMatchObject(active);
    expect(await complete(user.headers, code(secret, 1))).toMatchObject(active);
    expect(await mailsTo(user.email)).toEqual(["second-factor-enabled"]);
  });

  it("begun again makes the first secret worthless", async () => {
    const user = await makeUser();
    const first = (await begin(user.headers)).body.secret;
    const second = (await begin(user.headers)).body.secret;
    expect(second).not.toBe(first);
    expect(await complete(user.headers, code(first))).toMatchObject(INVALID);
    expect((await complete(user.headers, code(second))).status).toBe(200);
  });

  it("does not succeed with a secret that is replaced while its first code is looked at", async () => {
    const user = await makeUser();
    const { secret } = (await begin(user.headers)).body;
    const answer = await callWith(
      atBatch(1, async () => void (await begin(user.headers))),
      "POST",
      `${TOTP}/confirm`,
      { body: { totp: code(secret) }, headers: user.headers },
    );
    expect(answer).toMatchObject({ status: 409, body: { code: "resource.conflict" } });
    expect(await status(user.headers)).toMatchObject({ enabled: false });
    expect(await rows("SELECT 1 FROM recovery_codes WHERE user_id = ?", user.id)).toEqual([]);
    expect(await mailsTo(user.email)).toEqual([]);
  });

  it("twice at once, with different codes, gives out one set of recovery codes: those that hold", async () => {
    const user = await makeUser();
    const { secret } = (await begin(user.headers)).body;
    let recoveryCodes: string[] = [];
    const answer = await callWith(
      atBatch(
        1,
        async () => void (recoveryCodes = (await complete(user.headers, code(secret))).body.recovery_codes),
      ),
      "POST",
      `${TOTP}/confirm`,
      { body: { totp: code(secret, -1) }, headers: user.headers },
    );
    expect(answer).toMatchObject({ status: 409, body: { code: "resource.conflict" } });
    expect((await enter(user, recoveryCodes[0])).status).toBe(200);
    expect(await mailsTo(user.email)).toEqual(["second-factor-enabled", "second-factor-recovery-code-used"]);
  });

  it("begun while it is completed does not replace the secret in use", async () => {
    const user = await makeUser();
    const { secret } = (await begin(user.headers)).body;
    const answer = await callWith(
      atBatch(1, async () => void (await complete(user.headers, code(secret)))),
      "POST",
      TOTP,
      { headers: user.headers },
    );
    expect(answer).toMatchObject({ status: 409, body: { code: "auth.second_factor_active" } });
    expect((await enter(user, code(secret, 1))).status).toBe(200);
  });

  it("needs a confirmed address: who registers with somebody else's cannot lock its holder out", async () => {
    const attacker = await signedUp();
    expect(await begin(attacker.headers)).toMatchObject({
      status: 403,
      body: { code: "auth.email_unverified" },
    });
    expect(await rows("SELECT 1 FROM second_factors WHERE user_id = ?", attacker.user.id)).toEqual([]);
  });

  it("is completed only after it was begun, and by users only", async () => {
    const user = await makeUser();
    expect(await complete(user.headers, "123456")).toMatchObject({
      status: 409,
      body: { code: "auth.second_factor_missing" },
    });
    for (const [headers, refusal] of [
      [{}, 401],
      [await asStaff(), 403],
    ] as const) {
      expect((await begin(headers)).status).toBe(refusal);
      expect((await complete(headers, "123456")).status).toBe(refusal);
    }
  });

  it("under an Idempotency-Key is repeated by nobody, and no secret is kept for that", async () => {
    const user = await makeUser();
    const call = (path: string, body?: unknown) => {
      const headers = { ...user.headers, "Idempotency-Key": key };
      return api("POST", path, body === undefined ? { headers } : { headers, body });
    };
    const lost = { status: 409, body: { code: "idempotency.answer_lost" } };
    let key = unique("begin");
    const begun = await call(TOTP);
    expect(begun.status).toBe(201);
    expect(await call(TOTP)).toMatchObject(lost);
    const secret = begun.body["secret"] as string;
    const body = { totp: code(secret) };
    key = unique("confirm");
    const completed = await call(`${TOTP}/confirm`, body);
    expect(completed.status).toBe(200);
    expect(await call(`${TOTP}/confirm`, body)).toMatchObject(lost);
    key = unique("renew");
    const renewed = await call(`${TOTP}/recovery-codes`);
    expect(renewed.status).toBe(200);
    expect(await call(`${TOTP}/recovery-codes`)).toMatchObject(lost);
    const kept = await rows("SELECT * FROM idempotency_keys WHERE scope LIKE ?", `user:${user.id}:%`);
    expect(kept.map(({ response }) => response)).toEqual([null, null, null]);
    const secrets = [
      secret,
      ...[completed, renewed].flatMap((answer) => answer.body["recovery_codes"] as string[]),
    ];
    for (const text of secrets) expect(JSON.stringify(kept)).not.toContain(text);
    expect((await enter(user, secrets.at(-1))).status).toBe(200);
  });
});

describe("logging in with a second factor", () => {
  it("needs a right code, which is good once", async () => {
    const user = await enrolled();
    const before = await sessionsOf(user);
    expect(await enter(user)).toMatchObject({ status: 401, body: { code: "auth.second_factor_required" } });
    expect(await enter(user, wrongCode(user.secret))).toMatchObject(INVALID);
    expect(await sessionsOf(user)).toBe(before);
    expect((await enter(user, code(user.secret))).status).toBe(200);
    expect(await enter(user, code(user.secret))).toMatchObject(INVALID);
    expect(await sessionsOf(user)).toBe(before + 1);
  });

  it("lets one of many in who come with the same code at once", async () => {
    const user = await enrolled();
    const before = await sessionsOf(user);
    const answers = await Promise.all([1, 2, 3, 4].map(() => enter(user, code(user.secret))));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401, 401, 401]);
    expect(await sessionsOf(user)).toBe(before + 1);
  });

  it("takes the codes of one step before and after, and no others", async () => {
    const user = await makeEnrolledUser(now);
    expect(await enter(user, code(user.secret, -2))).toMatchObject(INVALID);
    expect(await enter(user, code(user.secret, 2))).toMatchObject(INVALID);
    expect((await enter(user, code(user.secret, -1))).status).toBe(200);
    const spaced = `${code(user.secret, 1).slice(0, 3)} ${code(user.secret, 1).slice(3)}`;
    expect((await enter(user, spaced)).status).toBe(200);
  });

  it("says nothing of the code when the password is wrong, and does not use it up", async () => {
    const user = await enrolled();
    const wrong = await logIn(user.email, { password: "not the password", totp: code(user.secret) });
    expect(wrong).toMatchObject({ status: 401, body: { code: "auth.login_failed" } });
    expect((await enter(user, code(user.secret))).status).toBe(200);
  });

  it("takes no code of somebody else", async () => {
    const [user, other] = [await enrolled(), await enrolled()];
    expect(await enter(user, code(other.secret))).toMatchObject(INVALID);
    expect(await enter(user, other.recoveryCodes[0])).toMatchObject(INVALID);
    expect((await enter(other, other.recoveryCodes[0])).status).toBe(200);
  });

  it("takes each recovery code once, however it was typed, and tells the user", async () => {
    const user = await enrolled();
    const [first = "", second = ""] = user.recoveryCodes;
    expect((await enter(user, first.toLowerCase().replaceAll("-", " "))).status).toBe(200);
    expect(await enter(user, first)).toMatchObject(INVALID);
    const answers = await Promise.all([1, 2, 3].map(() => enter(user, second)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401, 401]);
    expect(await status(user.headers)).toMatchObject({ recovery_codes_left: 8 });
    expect(await mailsTo(user.email)).toEqual([
      "second-factor-enabled",
      "second-factor-recovery-code-used",
      "second-factor-recovery-code-used",
    ]);
  });

  it("is sealed anew with the first TOKEN_SECRET when it is used, so that the old one can be dropped", async () => {
    const user = await makeEnrolledUser(new Date());
    const fresh = "another-token-secret-0123456789abcdef-0123456789";
    const body = {
      email: user.email,
      password: user.password,
      totp: codeOf(user.secret, addSeconds(new Date(), 30)),
    };
    const both = { ...env, TOKEN_SECRET: `${fresh},${env.TOKEN_SECRET}` };
    expect((await callWith(both, "POST", "/api/v1/auth/login", { body })).status).toBe(200);
    const stored = await value<string>("SELECT secret FROM second_factors WHERE user_id = ?", user.id);
    expect(await open([fresh], `totp:${user.id}`, stored)).toBe(user.secret);
    expect(await open(systemCtx().config.TOKEN_SECRET, `totp:${user.id}`, stored)).toBeUndefined();
    // Without any secret that opens it the code is wrong, and nothing breaks.
    const late = { ...body, totp: codeOf(user.secret, addSeconds(new Date(), 30)) };
    expect((await callWith(env, "POST", "/api/v1/auth/login", { body: late })).status).toBe(401);
  });

  it("takes a recovery code also when the secret that sealed the authenticator is gone", async () => {
    const user = await enrolled();
    const bindings = { ...env, TOKEN_SECRET: "another-token-secret-0123456789abcdef-0123456789" };
    const answer = await callWith(bindings, "POST", "/api/v1/auth/login", {
      body: { email: user.email, password: user.password, totp: user.recoveryCodes[0] },
    });
    expect(answer.status).toBe(200);
  });

  it("is asked of browsers too", async () => {
    const user = await enrolled();
    const openSession = (totp?: string) =>
      api("POST", "/api/v1/auth/session", { body: { email: user.email, password: user.password, totp } });
    expect(await openSession()).toMatchObject({ status: 401, body: { code: "auth.second_factor_required" } });
    expect((await openSession(code(user.secret))).status).toBe(201);
  });

  it("does not count a login that only asked whether a code is needed", async () => {
    const user = await enrolled();
    for (let times = 0; times < 8; times++)
      expect((await enter(user, undefined, freshAddress())).status).toBe(401);
    expect((await enter(user, code(user.secret), freshAddress())).status).toBe(200);
  });
});

describe("guessing codes", () => {
  it("at once from everywhere lets five through, then waits", async () => {
    const user = await enrolled();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        stepUp({ ...user.headers, ...freshAddress() }, { totp: wrongCode(user.secret) }),
      ),
    );
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5);
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused).toHaveLength(25);
    expect(refused[0]?.headers.get("Retry-After")).toBe("30");
    // Nobody has tried a password, so it is the codes that wait.
    expect(await enter(user, code(user.secret), freshAddress())).toMatchObject({
      status: 429,
      body: { code: "auth.too_many_attempts" },
    });
    now = addSeconds(now, 31);
    expect((await enter(user, code(user.secret), freshAddress())).status).toBe(200);
    expect((await enter(user, code(user.secret, 1), freshAddress())).status).toBe(200);
  });

  it("also counts recovery codes, and those that complete the setting up", async () => {
    const user = await enrolled();
    const guess = "AAAA-AAAA-AAAA-AAAA";
    for (let tries = 0; tries < 5; tries++) {
      expect((await stepUp({ ...user.headers, ...freshAddress() }, { totp: guess })).status).toBe(401);
    }
    expect((await enter(user, user.recoveryCodes[0], freshAddress())).status).toBe(429);
    const newcomer = await makeUser();
    const { secret } = (await begin(newcomer.headers)).body;
    for (let tries = 0; tries < 5; tries++) {
      expect((await complete(newcomer.headers, wrongCode(secret))).status).toBe(401);
    }
    expect((await complete(newcomer.headers, code(secret))).status).toBe(429);
  });
});

describe("a second factor in use", () => {
  it("may get new recovery codes, which void the old ones", async () => {
    const user = await enrolled();
    const renewed = await api<{ recovery_codes: string[] }>("POST", `${TOTP}/recovery-codes`, {
      headers: user.headers,
    });
    expect(renewed.status).toBe(200);
    expect(renewed.body.recovery_codes).toHaveLength(10);
    expect(await enter(user, user.recoveryCodes[0])).toMatchObject(INVALID);
    expect((await enter(user, renewed.body.recovery_codes[0])).status).toBe(200);
    expect(await status(user.headers)).toMatchObject({ recovery_codes_left: 9 });
  });

  it("ends every other login when it is put into use: one by the password alone cannot take it away", async () => {
    const user = await makeUser();
    const thief = await enter(user);
    const { secret } = (await begin(user.headers)).body;
    expect((await complete(user.headers, code(secret))).status).toBe(200);
    const stolen = bearer(thief.body.access_token);
    for (const [method, path] of [
      ["POST", `${TOTP}/recovery-codes`],
      ["DELETE", TOTP],
    ] as const) {
      expect(await api(method, path, { headers: stolen })).toMatchObject({
        status: 401,
        body: { code: "auth.invalid_credentials" },
      });
    }
    const body = { refresh_token: thief.body.refresh_token };
    expect((await api("POST", "/api/v1/auth/refresh", { body })).status).toBe(401);
    expect(await status(user.headers)).toMatchObject({ enabled: true, recovery_codes_left: 10 });
    expect(await rows("SELECT revoked_reason FROM sessions WHERE user_id = ? ORDER BY 1", user.id)).toEqual([
      { revoked_reason: null },
      { revoked_reason: "second_factor_enabled" },
    ]);
  });

  it("lets no login through without a code that began before it was put into use", async () => {
    const user = await makeUser();
    const { secret } = (await begin(user.headers)).body;
    const logins = await sessionsOf(user);
    // Batch 1 reads the account, batch 2 begins the session.
    const overtaken = atBatch(2, async () => void (await complete(user.headers, code(secret))));
    const answer = await callWith(overtaken, "POST", "/api/v1/auth/login", {
      body: { email: user.email, password: user.password },
    });
    expect(answer).toMatchObject({ status: 409, body: { code: "resource.conflict" } });
    expect(await sessionsOf(user)).toBe(logins);
    expect(await enter(user)).toMatchObject({ status: 401, body: { code: "auth.second_factor_required" } });
  });

  it("takes no recovery code that is replaced while it is looked at, to log in or to step up", async () => {
    const user = await enrolled();
    const renew = async () => void (await api("POST", `${TOTP}/recovery-codes`, { headers: user.headers }));
    const login = await callWith(atBatch(2, renew), "POST", "/api/v1/auth/login", {
      body: { email: user.email, password: user.password, totp: user.recoveryCodes[0] },
    });
    expect(login).toMatchObject({ status: 409, body: { code: "resource.conflict" } });
    expect(await sessionsOf(user)).toBe(1);
    const other = await enrolled();
    await rows(
      "UPDATE sessions SET confirmed_at = ? WHERE id = ?",
      addSeconds(now, -600).toISOString(),
      other.sessionId,
    );
    const stepped = await callWith(
      atBatch(1, async () => void (await api("POST", `${TOTP}/recovery-codes`, { headers: other.headers }))),
      "POST",
      "/api/v1/auth/step-up",
      { headers: other.headers, body: { totp: other.recoveryCodes[0] ?? "" } },
    );
    expect(stepped).toMatchObject(INVALID);
    expect(await status(other.headers)).toMatchObject({ recovery_codes_left: 10 });
    expect(await value("SELECT confirmed_at FROM sessions WHERE id = ?", other.sessionId)).toBe(
      addSeconds(now, -600).toISOString(),
    );
  });

  it("gets new recovery codes twice at once only once: those that were given out hold", async () => {
    const user = await enrolled();
    let codes: string[] = [];
    const renew = () =>
      api<{ recovery_codes: string[] }>("POST", `${TOTP}/recovery-codes`, { headers: user.headers });
    const overtaken = atBatch(1, async () => void (codes = (await renew()).body.recovery_codes));
    const answer = await callWith(overtaken, "POST", `${TOTP}/recovery-codes`, { headers: user.headers });
    expect(answer).toMatchObject({ status: 409, body: { code: "resource.conflict" } });
    expect((await enter(user, codes[0])).status).toBe(200);
  });

  it("is gone with all that belongs to it once it was removed", async () => {
    const user = await enrolled();
    expect((await api("DELETE", TOTP, { headers: user.headers })).status).toBe(204);
    for (const table of ["second_factors", "recovery_codes", "totp_uses"]) {
      expect(await rows(`SELECT 1 FROM ${table} WHERE user_id = ?`, user.id), table).toEqual([]);
    }
    expect((await enter(user)).status).toBe(200);
    expect(await mailsTo(user.email)).toEqual(["second-factor-disabled", "second-factor-enabled"]);
    expect((await begin(user.headers)).body.secret).not.toBe(user.secret);
  });

  it("survives a new password: the mailbox alone is not enough", async () => {
    const user = await enrolled();
    await api("POST", "/api/v1/auth/password-reset", { body: { email: user.email } });
    const reset = await api("POST", "/api/v1/auth/password-reset/confirm", {
      body: { token: await linkOf(user.id, "reset_password"), new_password: "lantern orbit marmalade" },
    });
    expect(reset.status).toBe(204);
    const login = (more: object) => logIn(user.email, { password: "lantern orbit marmalade", ...more });
    expect(await login({})).toMatchObject({ status: 401, body: { code: "auth.second_factor_required" } });
    expect((await login({ totp: code(user.secret) })).status).toBe(200);
  });

  it.each([
    ["new recovery codes", "POST", `${TOTP}/recovery-codes`],
    ["its removal", "DELETE", TOTP],
  ])("asks for a recent proof before %s, and there must be one", async (_, method, path) => {
    const without = await makeUser();
    expect(await api(method, path, { headers: without.headers })).toMatchObject({
      status: 409,
      body: { code: "auth.second_factor_missing" },
    });
    const other = await enrolled();
    await rows("UPDATE sessions SET confirmed_at = '2026-01-01T00:00:00.000Z' WHERE id = ?", other.sessionId);
    expect(await api(method, path, { headers: other.headers })).toMatchObject({
      status: 403,
      body: { code: "auth.step_up_required" },
    });
    expect(await status(other.headers)).toMatchObject({ enabled: true, recovery_codes_left: 10 });
    const user = await enrolled();
    now = addSeconds(now, 15 * 60);
    const login = await enter(user, code(user.secret), freshAddress());
    expect((await api(method, path, { headers: bearer(login.body.access_token) })).status).toBeLessThan(300);
  });
});

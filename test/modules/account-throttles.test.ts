import { afterEach, describe, expect, it } from "vitest";
import { env } from "cloudflare:workers";
import { api } from "../support/api.ts";
import { bearer, logIn, PASSWORD, register, signedUp, type Tokens } from "../support/account.ts";
import { linkOf } from "../support/account-links.ts";
import { callWith } from "../support/call-with.ts";
import { unique } from "../support/shop.ts";
import { addSeconds } from "../../src/platform/clock.ts";
import { setClock } from "../../src/platform/ctx.ts";
import type { ThrottlePolicy } from "../../src/platform/throttle.ts";

let counter = 0;

/** An address that no other test comes from. */
function freshAddress(): { "CF-Connecting-IP": string } {
  counter += 1;
  return { "CF-Connecting-IP": `203.0.113.${counter}` };
}

function tally(answers: { status: number }[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

afterEach(() => setClock(undefined));

describe("guessing a password", () => {
  it("two hundred at once lets exactly five through, whatever addresses they come from", async () => {
    const email = await register();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        logIn(email, { password: `guess number ${index}` }, { "CF-Connecting-IP": `198.51.100.${index}` }),
      ),
    );
    expect(tally(answers)).toEqual({ 401: 5, 429: 195 });
    const refused = answers.find((answer) => answer.status === 429);
    expect(refused?.body).toMatchObject({ code: "auth.too_many_attempts", retry_after: 5 });
    expect(refused?.headers.get("Retry-After")).toBe("5");
  });

  it("is limited for addresses without an account just the same", async () => {
    const email = `${unique("nobody")}@example.com`;
    const answers = await Promise.all(Array.from({ length: 20 }, () => logIn(email, {}, freshAddress())));
    expect(tally(answers)).toEqual({ 401: 5, 429: 15 });
  });

  it("is limited for one address that tries many accounts", async () => {
    const from = freshAddress();
    const now = new Date();
    setClock(() => now);
    const answers = await Promise.all(
      Array.from({ length: 130 }, () => logIn(`${unique("spray")}@example.com`, {}, from)),
    );
    expect(tally(answers)).toEqual({ 401: 100, 429: 30 });
  });

  it("waits longer each time, never longer than a quarter of an hour, and the right password ends it", async () => {
    const email = await register();
    const from = freshAddress();
    let now = new Date();
    setClock(() => now);
    const waits: number[] = [];
    for (let tries = 0; tries < 5; tries++) await logIn(email, { password: "wrong guess" }, from);
    for (let round = 0; round < 10; round++) {
      const refused = await logIn(email, {}, from);
      expect(refused.status).toBe(429);
      const wait = Number(refused.headers.get("Retry-After"));
      waits.push(wait);
      now = addSeconds(now, wait);
      expect((await logIn(email, { password: "wrong guess" }, from)).status).toBe(401);
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
    now = addSeconds(now, 900);
    expect((await logIn(email, {}, from)).status).toBe(200);
    expect((await logIn(email, {}, from)).status).toBe(200);
  });

  it("does not keep the owner out where the owner usually is", async () => {
    const email = await register();
    const home = freshAddress();
    expect((await logIn(email, {}, home)).status).toBe(200);
    const attack = await Promise.all(
      Array.from({ length: 50 }, () => logIn(email, { password: "wrong guess" }, freshAddress())),
    );
    expect(tally(attack)).toEqual({ 401: 5, 429: 45 });
    expect((await logIn(email, {}, freshAddress())).status).toBe(429);
    expect((await logIn(email, {}, home)).status).toBe(200);
  });

  it("right logins from one address do not use up what the address may guess, nor give it new guesses", async () => {
    const from = freshAddress();
    const email = await register();
    const now = new Date();
    setClock(() => now);
    for (let times = 0; times < 8; times++) expect((await logIn(email, {}, from)).status).toBe(200);
    const spray = await Promise.all(
      Array.from({ length: 105 }, () => logIn(`${unique("spray")}@example.com`, {}, from)),
    );
    expect(tally(spray)).toEqual({ 401: 100, 429: 5 });
    expect((await logIn(email, {}, from)).status).toBe(429);
  });
});

describe("an address that has used up its attempts", () => {
  it("uses up none of an account, whose owner can log in from elsewhere", async () => {
    const email = await register();
    const exhausted = freshAddress();
    const now = new Date();
    setClock(() => now);
    await Promise.all(
      Array.from({ length: 100 }, () => logIn(`${unique("spray")}@example.com`, {}, exhausted)),
    );
    const refused = [];
    for (let tries = 0; tries < 8; tries++) refused.push(await logIn(email, {}, exhausted));
    expect(tally(refused)).toEqual({ 429: 8 });
    const elsewhere = await Promise.all(
      Array.from({ length: 8 }, () => logIn(email, { password: "wrong guess" }, freshAddress())),
    );
    expect(tally(elsewhere)).toEqual({ 401: 5, 429: 3 });
  });
});

describe("a throttle that does not hear how an attempt ended", () => {
  const lost = () => Promise.reject(new Error("the throttle is gone"));
  const deaf = {
    ...env,
    THROTTLE: {
      getByName: (name: string) => ({
        take: (policy: ThrottlePolicy, from?: string) => env.THROTTLE.getByName(name).take(policy, from),
        succeed: lost,
        giveBack: lost,
      }),
    },
  } as unknown as Env;

  it("does not make a login look failed that has begun", async () => {
    const body = { email: await register(), password: PASSWORD };
    const answer = await callWith<Tokens>(deaf, "POST", "/api/v1/auth/login", { body });
    expect(answer.status).toBe(200);
    const headers = bearer(answer.body.access_token);
    expect((await api("GET", "/api/v1/customers/me", { headers })).status).toBe(200);
  });

  it("does not make a new password look refused that is set", async () => {
    const { user } = await signedUp();
    await api("POST", "/api/v1/auth/password-reset", { body: { email: user.email } });
    const body = {
      token: await linkOf(user.id, "reset_password"),
      new_password: "lantern orbit marmalade",
    };
    expect((await callWith(deaf, "POST", "/api/v1/auth/password-reset/confirm", { body })).status).toBe(204);
    expect((await logIn(user.email, { password: body.new_password })).status).toBe(200);
  });
});

describe("asking for mails", () => {
  it("to confirm an address does not keep its holder from moving an account to it", async () => {
    const email = `${unique("wanted")}@example.com`;
    const resend = () =>
      api("POST", "/api/v1/auth/verify-email/resend", { body: { email }, headers: freshAddress() });
    for (const status of [202, 202, 202, 429]) expect((await resend()).status).toBe(status);
    const { headers } = await signedUp();
    const body = { email, password: PASSWORD };
    expect((await api("POST", "/api/v1/auth/email-change", { body, headers })).status).toBe(202);
  });

  it.each(["/api/v1/auth/password-reset", "/api/v1/auth/verify-email/resend"])(
    "%s: three at once for an address, known or not, then later",
    async (path) => {
      for (const email of [await register(), `${unique("nobody")}@example.com`]) {
        const answers = await Promise.all(
          Array.from({ length: 12 }, () => api("POST", path, { body: { email }, headers: freshAddress() })),
        );
        expect(tally(answers)).toEqual({ 202: 3, 429: 9 });
      }
    },
  );

  it("registering an address again and again is limited, known or not", async () => {
    const email = `${unique("again")}@example.com`;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        api("POST", "/api/v1/auth/register", {
          body: { email, password: PASSWORD },
          headers: freshAddress(),
        }),
      ),
    );
    expect(tally(answers)).toEqual({ 201: 3, 429: 7 });
  });
});

import { expect, it, vi } from "vitest";
import { env } from "cloudflare:workers";
import { logIn, PASSWORD, register } from "../support/account.ts";
import { callWith } from "../support/call-with.ts";
import { unique } from "../support/shop.ts";

// Known and unknown accounts must not be told apart by the time of an answer. Measured as distributions, both kinds in turn within
// one run: the medians may differ by no more than the spread of each.

const SAMPLES = 24;

// Every sample waits for its time; a busy machine takes as long again.
vi.setConfig({ testTimeout: 120_000 });

/** Long enough for a busy machine to be through with either kind of work; as a deployment's setting is for a real hash. */
const SLOW = { ...env, ACCOUNT_ANSWER_MS: "120" } as unknown as Env;

/** The clock of the runtime counts whole milliseconds. */
const CLOCK_MS = 2;

interface Spread {
  median: number;
  /** Between the first and the third quartile. */
  quartiles: number;
}

function spreadOf(times: number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { median: at(0.5), quartiles: at(0.75) - at(0.25) };
}

let counter = 0;

/** Its own address and account for each sample: the throttles are not what is measured. */
function fresh(): Record<string, string> {
  counter += 1;
  return { "CF-Connecting-IP": `10.${(counter >> 16) & 255}.${(counter >> 8) & 255}.${counter & 255}` };
}

async function timed(call: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await call();
  return performance.now() - started;
}

/** Accounts that have been used: the throttles and devices of each exist. */
async function usedAccounts(): Promise<string[]> {
  const accounts = [];
  for (let i = 0; i < SAMPLES; i++) {
    const email = await register({ email: `${unique("known")}@example.com` });
    expect((await logIn(email, {}, fresh())).status).toBe(200);
    accounts.push(email);
  }
  return accounts;
}

async function compare(
  known: (email: string) => Promise<unknown>,
  unknown: (email: string) => Promise<unknown>,
): Promise<void> {
  const accounts = await usedAccounts();
  const times = { known: [] as number[], unknown: [] as number[] };
  for (const [index, email] of accounts.entries()) {
    const nobody = `${unique("nobody")}@example.com`;
    const calls = [
      async () => times.known.push(await timed(() => known(email))),
      async () => times.unknown.push(await timed(() => unknown(nobody))),
    ];
    // In turn which comes first: a pause of the machine should not always meet the same kind.
    for (const call of index % 2 === 0 ? calls : calls.reverse()) await call();
  }
  const [a, b] = [spreadOf(times.known), spreadOf(times.unknown)];
  const noise = Math.max(a.quartiles, b.quartiles, CLOCK_MS);
  expect(Math.abs(a.median - b.median), JSON.stringify({ known: a, unknown: b })).toBeLessThan(noise);
}

it("a login with a wrong password takes as long for an account as for none", async () => {
  const attempt = (email: string) =>
    callWith(SLOW, "POST", "/api/v1/auth/login", {
      body: { email, password: "wrong password" },
      headers: fresh(),
    });
  await compare(attempt, attempt);
});

it("what is refused is not answered before its time, also by the throttles; a right password is not delayed", async () => {
  const slower = { ...env, ACCOUNT_ANSWER_MS: "700" } as unknown as Env;
  const email = await register();
  const attempt = (password: string, headers = fresh()) =>
    callWith(slower, "POST", "/api/v1/auth/login", { body: { email, password }, headers });
  const home = fresh();
  expect((await attempt(PASSWORD, home)).status).toBe(200);
  const times = new Map<number, number>();
  for (let tries = 0; tries < 6; tries++) {
    let status = 0;
    const ms = await timed(async () => (status = (await attempt("wrong password")).status));
    times.set(status, Math.min(ms, times.get(status) ?? Infinity));
  }
  expect([...times.keys()]).toEqual([401, 429]);
  for (const ms of times.values()) expect(ms).toBeGreaterThanOrEqual(700 - CLOCK_MS);
  expect(await timed(() => attempt(PASSWORD, home))).toBeLessThan(600);
});

it("asking for a new password takes as long for an account as for none", async () => {
  const ask = (email: string) =>
    callWith(SLOW, "POST", "/api/v1/auth/password-reset", { body: { email }, headers: fresh() });
  await compare(ask, ask);
});

it("registering takes as long for an address that is taken as for a free one", async () => {
  const attempt = (email: string) =>
    callWith(SLOW, "POST", "/api/v1/auth/register", {
      body: { email, password: PASSWORD },
      headers: fresh(),
    });
  await compare(attempt, attempt);
});

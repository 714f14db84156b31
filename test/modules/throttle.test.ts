import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { setClock } from "../../src/platform/ctx.ts";
import { DomainError } from "../../src/platform/errors.ts";
import {
  callerAddress,
  originHash,
  throttle,
  throttleName,
  type ThrottlePolicy,
} from "../../src/platform/throttle.ts";
import { systemCtx } from "../support/accounts.ts";
import { unique } from "../support/shop.ts";

const POLICY: ThrottlePolicy = { free: 5, firstDelaySeconds: 10, maxDelaySeconds: 40, forgetSeconds: 3600 };
const START = Date.now();
const DAY = 24 * 60 * 60;

let elapsed = 0;

afterEach(() => setClock(undefined));

/** A throttle of its own on a clock that stands still until `elapsed` (seconds) is changed. */
async function freshThrottle() {
  elapsed = 0;
  setClock(() => new Date(START + elapsed * 1000));
  const name = await throttleName(systemCtx(), "test:account", unique("ada@example.com"));
  return { name, object: env.THROTTLE.getByName(name), ...throttle({ env }, name) };
}

/** The refusal, or null when the attempt was allowed. */
function refusalOf(attempt: Promise<void>): Promise<DomainError | null> {
  return attempt.then(
    () => null,
    (error: unknown) => {
      if (error instanceof DomainError) return error;
      throw error;
    },
  );
}

/** Seconds to wait, 0 when the attempt was allowed. */
async function waitOf(attempt: Promise<void>): Promise<number> {
  return Number((await refusalOf(attempt))?.headers["Retry-After"] ?? 0);
}

async function exhaust(attempts: (policy: ThrottlePolicy) => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < POLICY.free; attempt++) await attempts(POLICY);
}

/** What the object has in its storage. */
function storedIn(
  object: DurableObjectStub,
): Promise<{ tables: string[]; text: string; alarm: number | null }> {
  return runInDurableObject(object, async (_, state) => {
    const tables = state.storage.sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")
      .toArray()
      .map(({ name }) => name);
    const text = tables.map((name) => state.storage.sql.exec(`SELECT * FROM ${name}`).toArray());
    return { tables, text: JSON.stringify(text), alarm: await state.storage.getAlarm() };
  });
}

describe("a throttle", () => {
  it("lets exactly the free ones of 200 parallel attempts pass and tells the others how long to wait", async () => {
    const { take } = await freshThrottle();
    const refusals = await Promise.all(Array.from({ length: 200 }, () => refusalOf(take(POLICY))));
    expect(refusals.filter((refusal) => refusal === null)).toHaveLength(POLICY.free);
    for (const refusal of refusals.filter((each) => each !== null)) {
      expect(refusal).toMatchObject({
        code: "auth.too_many_attempts",
        status: 429,
        headers: { "Retry-After": "10" },
        facts: { retry_after: 10 },
      });
    }
  });

  it("then lets one in after a wait that doubles up to its maximum, however many were refused meanwhile", async () => {
    const { take } = await freshThrottle();
    await exhaust(take);
    for (const wait of [10, 20, 40, 40]) {
      const waits = await Promise.all(Array.from({ length: 20 }, () => waitOf(take(POLICY))));
      expect(new Set(waits)).toEqual(new Set([wait]));
      elapsed += wait - 0.001;
      expect(await waitOf(take(POLICY))).toBe(1);
      elapsed += 0.001;
      const rush = await Promise.all(Array.from({ length: 20 }, () => waitOf(take(POLICY))));
      expect(rush.filter((each) => each === 0)).toHaveLength(1);
    }
  });

  it("does not count what another one counts", async () => {
    const [one, two] = [await freshThrottle(), await freshThrottle()];
    await exhaust(one.take);
    expect(await waitOf(one.take(POLICY))).toBe(10);
    expect(await waitOf(two.take(POLICY))).toBe(0);
  });

  it("remembers over the eviction of its object", async () => {
    const { take, succeed, object } = await freshThrottle();
    await succeed("home");
    await exhaust(take);
    await evictDurableObject(object);
    expect(await waitOf(take(POLICY))).toBe(10);
    expect(await waitOf(take(POLICY, "home"))).toBe(0);
  });

  it("forgets after the time to forget, and its alarm then deletes all that was stored", async () => {
    const { take, object } = await freshThrottle();
    await exhaust(take);
    expect(await storedIn(object)).toMatchObject({ tables: ["throttle"], alarm: START + 3600 * 1000 });
    elapsed = 3599;
    await take(POLICY);
    expect(await waitOf(take(POLICY))).toBe(20);
    expect(await runDurableObjectAlarm(object)).toBe(true);
    expect(await storedIn(object)).toMatchObject({ tables: ["throttle"], alarm: START + 7199 * 1000 });
    elapsed = 7199;
    expect(await waitOf(take(POLICY))).toBe(0);
    elapsed += 3600;
    await evictDurableObject(object);
    expect(await runDurableObjectAlarm(object)).toBe(true);
    expect(await storedIn(object)).toEqual({ tables: [], text: "[]", alarm: null });
    await exhaust(take);
    expect(await waitOf(take(POLICY))).toBe(10);
  });

  it("is open again after a success", async () => {
    const { take, succeed } = await freshThrottle();
    await exhaust(take);
    await succeed();
    await exhaust(take);
    expect(await waitOf(take(POLICY))).toBe(10);
  });

  it("counts one fewer when an attempt is given back, and keeps what others did", async () => {
    const { take, giveBack } = await freshThrottle();
    await exhaust(take);
    await giveBack();
    expect(await waitOf(take(POLICY))).toBe(0);
    expect(await waitOf(take(POLICY))).toBe(10);
  });

  it("that is cleared has forgotten its trusted origins too and stores nothing", async () => {
    const { take, succeed, clear, object } = await freshThrottle();
    await succeed("home");
    await exhaust(take);
    await clear();
    expect(await storedIn(object)).toEqual({ tables: [], text: "[]", alarm: null });
    await exhaust(take);
    expect(await waitOf(take(POLICY, "home"))).toBe(10);
  });

  it("stores nothing when there was no attempt", async () => {
    const { succeed, giveBack, object } = await freshThrottle();
    await succeed();
    await giveBack();
    expect(await storedIn(object)).toEqual({ tables: [], text: "[]", alarm: null });
  });
});

describe("the owner of an account that a stranger attacks", () => {
  it("gets in from where a login succeeded before, while the stranger keeps the throttle closed", async () => {
    const { take, succeed } = await freshThrottle();
    await take(POLICY, "home");
    await succeed("home");
    await exhaust(take);
    elapsed = 10;
    await Promise.all(Array.from({ length: 50 }, () => refusalOf(take(POLICY, "elsewhere"))));
    expect(await waitOf(take(POLICY, "elsewhere"))).toBe(20);
    expect(await waitOf(take(POLICY, "home"))).toBe(0);
    await succeed("home");
    expect(await waitOf(take(POLICY, "elsewhere"))).toBe(0);
  });

  it("gets in from anywhere else after the maximum wait at the latest", async () => {
    const { take } = await freshThrottle();
    await exhaust(take);
    for (let attack = 0; attack < 12; attack++) {
      elapsed += 40;
      expect(await waitOf(take(POLICY, "elsewhere"))).toBe(0);
      await Promise.all(Array.from({ length: 20 }, () => refusalOf(take(POLICY, "elsewhere"))));
    }
    elapsed += 40;
    expect(await waitOf(take(POLICY, "a hotel"))).toBe(0);
  });

  it("is no longer known by an address that was not used for 90 days", async () => {
    const { take, succeed, object } = await freshThrottle();
    await succeed("home");
    elapsed = 90 * DAY;
    await exhaust((policy) => take(policy, "home"));
    expect(await waitOf(take(POLICY))).toBe(10);
    elapsed += 3600;
    expect(await runDurableObjectAlarm(object)).toBe(true);
    expect(await storedIn(object)).toEqual({ tables: [], text: "[]", alarm: null });
  });
});

describe("the name of a throttle", () => {
  it("shows its kind, and of what it is about only a keyed hash", async () => {
    const nameOf = (about: string, kind = "login:account") => throttleName(systemCtx(), kind, about);
    const name = await nameOf("ada@example.com");
    expect(name).toMatch(/^login:account:[\w-]{43}$/);
    expect(await nameOf("ada@example.com")).toBe(name);
    expect(await nameOf("bob@example.com")).not.toBe(name);
    expect((await nameOf("ada@example.com", "code:account")).slice(-43)).not.toBe(name.slice(-43));
  });

  it("cannot be found by trying all addresses without TOKEN_SECRET; nor can an origin", async () => {
    const TOKEN_SECRET = ["another-token-secret-0123456789abcdef-0123456789"];
    const { config } = systemCtx();
    const other = { config: { ...config, TOKEN_SECRET } };
    const [address, kind] = ["203.0.113.7", "login:address"];
    expect(await throttleName(other, kind, address)).not.toBe(await throttleName({ config }, kind, address));
    expect(await originHash(other, address)).not.toBe(await originHash({ config }, address));
    expect(await originHash({ config }, address)).toBe(await originHash({ config }, address));
    // An appended secret changes nothing: it only verifies.
    const both = { config: { ...config, TOKEN_SECRET: [...config.TOKEN_SECRET, ...TOKEN_SECRET] } };
    expect(await throttleName(both, kind, address)).toBe(await throttleName({ config }, kind, address));
  });
});

describe("the address of a caller", () => {
  const from = (headers: Record<string, string>) =>
    callerAddress((name) => new Headers(headers).get(name) ?? undefined);

  it.each([
    ["203.0.113.7", "203.0.113.7"],
    [" 203.0.113.7 ", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:0001:0002:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:db8:0:0::2", "2001:db8:0:0::/64"],
    ["2001:db8::3:4:5:6:7", "2001:db8:0:3::/64"],
    ["::1", "0:0:0:0::/64"],
  ])("%s is counted as %s", (address, network) => {
    expect(from({ "CF-Connecting-IP": address })).toBe(network);
  });

  it("is unknown when Cloudflare does not tell, whatever the caller claims", () => {
    const claims = {
      "X-Forwarded-For": "203.0.113.7",
      "X-Real-IP": "203.0.113.7",
      Forwarded: "for=203.0.113.7",
    };
    expect(from(claims)).toBe("unknown");
    expect(from({ ...claims, "CF-Connecting-IP": "" })).toBe("unknown");
  });
});

import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createCtx } from "../../src/platform/ctx.ts";
import { FLAGS_KEY, type FlagValues } from "../../src/platform/flag-store.ts";
import {
  FlagMemory,
  flagValue,
  guestCheckout,
  isEnabledFor,
  loadFlags,
  shareOf,
} from "../../src/platform/flags.ts";
import { forgetIsolateMemory } from "../../src/platform/memory-cache.ts";
import { jobs } from "../../src/registry.ts";
import { returnsOpen } from "../../src/modules/returns/request-return.ts";
import { makeUser } from "../support/accounts.ts";
import { type Answer, api, asStaff, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { countingEnv } from "../support/counting-env.ts";
import { askReturn, deliveredOrder } from "../support/returns.ts";
import { makeVariant } from "../support/shop.ts";

const FLAGS = "/api/v1/ops/flags";

async function set(name: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
  return api("PUT", `${FLAGS}/${name}`, { body, headers: { ...(await asStaff()), ...headers } });
}

async function reset(name: string): Promise<void> {
  expect((await api("DELETE", `${FLAGS}/${name}`, { headers: await asStaff() })).status).toBe(204);
}

/** A context whose clock stands at `now`, with what it does beside its work. */
function ctxAt(now: number, bindings: Env = env) {
  const beside: Promise<unknown>[] = [];
  const ctx = createCtx(
    bindings,
    { kind: "guest" },
    { waitUntil: (work) => void beside.push(work), now: () => new Date(now) },
  );
  return { ctx, beside };
}

/** KV, and the database too if wanted, that fail. */
function down({ d1 = false } = {}): Env {
  const fails = () => Promise.reject(new Error("down"));
  const statement = { bind: () => ({ all: fails }) };
  return {
    ...env,
    CATALOG_CACHE: { get: fails, put: fails } as unknown as Env["CATALOG_CACHE"],
    ...(d1 ? { DB: { prepare: () => statement } as unknown as Env["DB"] } : {}),
  };
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const name of ["guest_checkout", "returns", "maintenance"]) await reset(name);
});

describe("the flags", () => {
  it("are listed with their defaults, set, audited with versions, and reset", async () => {
    const headers = await asStaff();
    const listed = await api<{ data: { name: string }[] }>("GET", FLAGS, { headers });
    expect(listed.body.data.map(({ name }) => name)).toEqual(["guest_checkout", "maintenance", "returns"]);
    const unset = await api("GET", `${FLAGS}/returns`, { headers });
    expect(unset.body).toMatchObject({
      enabled: true,
      default: true,
      is_set: false,
      version: 0,
      percentage: 100,
    });
    expect(unset.headers.get("ETag")).toBe('"0"');
    const first = await set(
      "returns",
      { enabled: true, percentage: 25, reason: "A try" },
      { "If-Match": '"0"' },
    );
    expect(first).toMatchObject({
      status: 200,
      body: { percentage: 25, is_set: true, version: 1, reason: "A try" },
    });
    expect(await set("returns", { enabled: false }, { "If-Match": '"0"' })).toMatchObject({ status: 412 });
    expect(await set("returns", { enabled: false })).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await env.CATALOG_CACHE.get(FLAGS_KEY, "json")).toEqual({
      returns: { enabled: false, percentage: 100, message: null, retry_after: null },
    });
    await reset("returns");
    expect((await api("GET", `${FLAGS}/returns`, { headers })).body).toEqual(unset.body);
    expect(await env.CATALOG_CACHE.get(FLAGS_KEY, "json")).toEqual({});
    const audit = await rows(
      "SELECT action, \"before\", \"after\" FROM audit_log WHERE entity = 'flag' AND entity_id = 'returns' ORDER BY seq",
    );
    expect(audit.map(({ action }) => action)).toEqual(["flag.set", "flag.set", "flag.reset"]);
    // Both sides in the same words.
    expect(audit.map((entry) => entry["before"])).toEqual([null, audit[0]?.["after"], audit[1]?.["after"]]);
  });

  it("refuse what is none, who may not, and a part of what is on or off", async () => {
    expect(await set("unknown", { enabled: true })).toMatchObject({ status: 404 });
    expect(await set("maintenance", { enabled: true, percentage: 50 })).toMatchObject({ status: 422 });
    expect(await set("returns", { enabled: true, percentage: 101 })).toMatchObject({ status: 422 });
    const { headers } = await makeUser({ role: "admin" });
    expect(await api("GET", FLAGS, { headers })).toMatchObject({ status: 403 });
  });

  it("that are set in parallel end published as the database has them", async () => {
    await Promise.all([
      set("returns", { enabled: true, percentage: 10 }),
      set("guest_checkout", { enabled: true, message: "a" }),
      set("maintenance", { enabled: false, message: "b" }),
    ]);
    const [job] = jobs.filter(({ name }) => name === "flags.publish");
    await job?.run(ctxAt(Date.now()).ctx);
    const published = await env.CATALOG_CACHE.get<FlagValues>(FLAGS_KEY, "json");
    expect(Object.keys(published ?? {})).toEqual(["guest_checkout", "maintenance", "returns"]);
    expect(await job?.run(ctxAt(Date.now()).ctx)).toBe("up to date");
    await env.CATALOG_CACHE.put(FLAGS_KEY, "no JSON");
    expect(await job?.run(ctxAt(Date.now()).ctx)).toBe("published");
    expect(await env.CATALOG_CACHE.get(FLAGS_KEY, "json")).toEqual(published);
  });
});

describe("a rollout", () => {
  const ids = Array.from({ length: 4_000 }, () => crypto.randomUUID());
  const withPercentage = (percentage: number) => {
    const known = { returns: { enabled: true, percentage, message: null, retry_after: null } };
    return ids.filter((id) => shareOf("returns", id) < known.returns.percentage);
  };

  it("is on for as many as its percentage says, always the same, and nobody loses it when it grows", () => {
    let before: string[] = [];
    for (const percentage of [0, 1, 10, 50, 90, 100]) {
      const on = withPercentage(percentage);
      expect(Math.abs(on.length / ids.length - percentage / 100)).toBeLessThan(0.03);
      expect(on.filter((id) => before.includes(id))).toEqual(before);
      before = on;
    }
    expect(before).toHaveLength(ids.length);
    // What a release says of somebody, the next one says, too.
    expect(shareOf("returns", "01900000-0000-7000-8000-000000000001")).toBeCloseTo(52.67212817, 6);
    const both = ids.filter((id) => shareOf("returns", id) < 50 && shareOf("another", id) < 50);
    expect(Math.abs(both.length / ids.length - 0.25)).toBeLessThan(0.03);
  });

  it("is read by customer", async () => {
    await set("returns", { enabled: true, percentage: 50 });
    const { ctx } = ctxAt(Date.now());
    await loadFlags(ctx);
    for (const id of ids.slice(0, 50))
      expect(isEnabledFor(ctx, returnsOpen, id)).toBe(shareOf("returns", id) < 50);
  });
});

describe("what an isolate knows of the flags", () => {
  const isOn = (ctx: Parameters<typeof flagValue>[0], memory: FlagMemory) =>
    flagValue(ctx, guestCheckout, memory).enabled;

  it("is read once from KV, then costs nothing; another isolate sees a change with the second look after 15 seconds", async () => {
    await set("guest_checkout", { enabled: true });
    const [here, there] = [new FlagMemory(), new FlagMemory()];
    const start = Date.now();
    for (const memory of [here, there]) {
      const { env: counted, counts } = countingEnv();
      const { ctx } = ctxAt(start, counted);
      await memory.load(ctx);
      await memory.load(ctx);
      expect(counts).toMatchObject({ kvReads: 1, d1: 0 });
      expect(isOn(ctx, memory)).toBe(true);
    }
    await set("guest_checkout", { enabled: false });
    const soon = ctxAt(start + 14_999);
    await there.load(soon.ctx);
    expect([soon.beside.length, isOn(soon.ctx, there)]).toEqual([0, true]);
    const later = ctxAt(start + 15_000);
    await there.load(later.ctx);
    await there.load(later.ctx);
    expect(later.beside).toHaveLength(1);
    await Promise.all(later.beside);
    expect(isOn(later.ctx, there)).toBe(false);
  });

  it("comes from the database when KV has nothing, which is published then, or does not answer", async () => {
    await set("guest_checkout", { enabled: false });
    await env.CATALOG_CACHE.delete(FLAGS_KEY);
    const missing = ctxAt(Date.now());
    const memory = new FlagMemory();
    await memory.load(missing.ctx);
    expect(isOn(missing.ctx, memory)).toBe(false);
    await Promise.all(missing.beside);
    expect(await env.CATALOG_CACHE.get(FLAGS_KEY, "json")).toMatchObject({
      guest_checkout: { enabled: false },
    });
    const failing = ctxAt(Date.now(), down());
    const other = new FlagMemory();
    await other.load(failing.ctx);
    expect(isOn(failing.ctx, other)).toBe(false);
  });

  it("stays as it was when nothing answers, or is the default, and is asked for again after some seconds", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    await set("guest_checkout", { enabled: false });
    const start = Date.now();
    const [cold, warm] = [new FlagMemory(), new FlagMemory()];
    await warm.load(ctxAt(start).ctx);
    for (const memory of [cold, warm]) {
      const outage = ctxAt(start + 20_000, down({ d1: true }));
      await memory.load(outage.ctx);
      await Promise.all(outage.beside);
    }
    const { ctx } = ctxAt(start);
    expect([isOn(ctx, cold), isOn(ctx, warm)]).toEqual([true, false]);
    const after = ctxAt(start + 26_000);
    await cold.load(after.ctx);
    await Promise.all(after.beside);
    expect(isOn(ctx, cold)).toBe(false);
  });

  it("stays changed where it was changed, while KV still shows what was before", async () => {
    await set("guest_checkout", { enabled: false });
    const start = Date.now();
    await env.CATALOG_CACHE.put(FLAGS_KEY, "{}");
    for (const [seconds, enabled] of [
      [20, false],
      [80, false],
      [95, true],
    ] as const) {
      const { ctx, beside } = ctxAt(start + seconds * 1_000);
      await loadFlags(ctx);
      await Promise.all(beside);
      expect(flagValue(ctx, guestCheckout).enabled, `${seconds} s`).toBe(enabled);
    }
    const memory = new FlagMemory();
    const value = (enabled: boolean) => ({
      guest_checkout: { enabled, percentage: 100, message: null, retry_after: null },
    });
    memory.keep(value(true), start);
    const { ctx, beside } = ctxAt(start + 20_000);
    await memory.load(ctx);
    memory.keep(value(false), start + 20_000);
    await Promise.all(beside);
    expect([beside.length, isOn(ctx, memory)]).toEqual([1, false]);
  });

  it("is no reason for a request to fail: without KV and database a guest's request goes by the defaults", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    forgetIsolateMemory();
    const answer = await callWith(down({ d1: true }), "PATCH", "/api/v1/cart", { body: { note: "x" } });
    expect(answer.status).toBe(200);
    forgetIsolateMemory();
  });
});

describe("guest_checkout", () => {
  it("turns guests away, and lets them in again, whatever the setting is", async () => {
    const variant = await makeVariant();
    const add = (bindings?: Env) =>
      bindings
        ? callWith(bindings, "POST", "/api/v1/cart/items", { body: { variant_id: variant.id } })
        : api("POST", "/api/v1/cart/items", { body: { variant_id: variant.id } });
    expect((await add()).status).toBe(201);
    await set("guest_checkout", { enabled: false });
    expect(await add()).toMatchObject({ status: 401, body: { code: "auth.required" } });
    expect((await api("GET", "/api/v1/cart")).status).toBe(401);
    expect((await api("GET", `/api/v1/products/${variant.product_id}`)).status).toBe(200);
    const { headers } = await makeUser();
    expect(
      (await api("POST", "/api/v1/cart/items", { body: { variant_id: variant.id }, headers })).status,
    ).toBe(201);
    const closed = { ...env, GUEST_CHECKOUT: "off" } as unknown as Env;
    await set("guest_checkout", { enabled: true });
    expect((await add(closed)).status).toBe(201);
    forgetIsolateMemory();
    expect((await callWith(closed, "GET", "/api/v1/cart")).status).toBe(200);
    await reset("guest_checkout");
    expect((await add(closed)).status).toBe(401);
    expect((await add()).status).toBe(201);
  });
});

describe("returns", () => {
  it("can be closed to customers, with words for them; staff take them all the same", async () => {
    const sent = await deliveredOrder([{ quantity: 2 }]);
    const units = [{ id: sent.lines[0] ?? "", quantity: 1 }];
    await set("returns", { enabled: false, message: "Back in January." });
    expect(await askReturn(sent, units, sent.token)).toMatchObject({
      status: 403,
      body: { code: "return.not_accepted", detail: "Back in January." },
    });
    expect((await askReturn(sent, units, await asStaff())).status).toBe(201);
    await set("returns", { enabled: true, percentage: 100 });
    expect((await askReturn(sent, units, sent.token)).status).toBe(201);
    expect(await value("SELECT COUNT(*) FROM returns WHERE order_id = ?", sent.id)).toBe(2);
  });
});

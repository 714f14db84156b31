import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Found, type Leveled, LeveledMemory } from "../../src/modules/search/cache-levels.ts";
import { createLogger } from "../../src/platform/log.ts";

interface Price {
  price: number;
}

let time: number;
let background: Promise<unknown>[];
let memory: LeveledMemory<Price>;

const ctx = {
  now: () => new Date(time),
  waitUntil: (work: Promise<unknown>) => void background.push(work),
  log: createLogger("warn", {}),
};

beforeEach(() => {
  time = Date.parse("2026-11-22T12:00:00Z");
  background = [];
  memory = new LeveledMemory<Price>(10_000, () => 1);
});

afterEach(() => vi.restoreAllMocks());

const later = (seconds: number) => void (time += seconds * 1000);

/** Waits for what goes on after the answers. */
async function settled(): Promise<void> {
  while (background.length > 0) await Promise.all(background.splice(0));
}

const inReplica = (price: number): Found<Price> => ({ value: { price }, level: "replica" });

/** A reader of the levels behind that counts how often it is asked. */
function reading(price: number) {
  return vi.fn(() => Promise.resolve(inReplica(price)));
}

/** A read that answers when it is told to. */
function pending() {
  const { promise, resolve } = Promise.withResolvers<Found<Price>>();
  return { read: vi.fn(() => promise), answer: (price: number) => resolve(inReplica(price)) };
}

const get = (read: () => Promise<Found<Price>>): Promise<Leveled<Price>> => memory.get(ctx, "a", read);

const price = async (read: () => Promise<Found<Price>>) => (await get(read)).value.price;

async function remembered(value: number): Promise<void> {
  await get(reading(value));
  await settled();
}

describe("what is fresh", () => {
  it("is answered without looking further, for 5 seconds", async () => {
    await remembered(1);
    later(4.999);
    const read = reading(2);
    expect(await get(read)).toEqual({ value: { price: 1 }, level: "memory" });
    expect([read.mock.calls, background]).toEqual([[], []]);
  });

  it("is the same object at each hit", async () => {
    await remembered(1);
    expect(await get(reading(2))).toBe(await get(reading(2)));
  });
});

describe("what is stale", () => {
  it("is answered at once to everybody, while one read refreshes it", async () => {
    await remembered(1);
    later(5);
    const { read, answer } = pending();
    const all = await Promise.all(Array.from({ length: 50 }, () => get(read)));
    expect(new Set(all.map((found) => JSON.stringify(found)))).toEqual(
      new Set([JSON.stringify({ value: { price: 1 }, level: "memory-stale" })]),
    );
    expect(read).toHaveBeenCalledTimes(1);
    answer(2);
    await settled();
    expect(await get(read)).toEqual({ value: { price: 2 }, level: "memory" });
    expect(read).toHaveBeenCalledTimes(1);
  });

  it("is a miss after 30 seconds", async () => {
    await remembered(1);
    later(29.999);
    expect(await get(pending().read)).toMatchObject({ level: "memory-stale" });
    later(0.001);
    expect(await get(reading(2))).toEqual({ value: { price: 2 }, level: "replica" });
  });

  it("stays until its end when it cannot be refreshed: logged, and tried again after 5 seconds", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    await remembered(1);
    later(6);
    const broken = vi.fn(() => Promise.reject(new Error("down")));
    for (let i = 0; i < 3; i++) {
      expect(await price(broken)).toBe(1);
      await settled();
    }
    expect(broken).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain("could not be refreshed");
    later(5);
    expect(await price(broken)).toBe(1);
    await settled();
    expect(broken).toHaveBeenCalledTimes(2);
    later(19);
    await expect(price(broken)).rejects.toThrow("down");
  });

  it("is not given at all where it may not be: the 5 seconds are its end", async () => {
    memory = new LeveledMemory<Price>(
      10_000,
      () => 1,
      (value) => value.price > 0,
    );
    await remembered(0);
    later(5);
    expect(await get(reading(2))).toEqual({ value: { price: 2 }, level: "replica" });
  });
});

describe("a refresh", () => {
  it("that was begun before everything was forgotten is not remembered, nor given to who asks after it", async () => {
    await remembered(1);
    later(6);
    const { read, answer } = pending();
    expect(await price(read)).toBe(1);
    memory.forget();
    expect(await get(reading(3))).toEqual({ value: { price: 3 }, level: "replica" });
    answer(2);
    await settled();
    expect(await get(reading(4))).toEqual({ value: { price: 3 }, level: "memory" });
  });

  it("that was begun before everything was forgotten is not remembered when nobody has asked since", async () => {
    await remembered(1);
    later(6);
    const { read, answer } = pending();
    await get(read);
    memory.forget();
    answer(2);
    await settled();
    expect(await get(reading(3))).toEqual({ value: { price: 3 }, level: "replica" });
  });

  it("that hangs is followed by another one, and does not replace what that has brought", async () => {
    await remembered(1);
    later(6);
    const { read, answer } = pending();
    await get(read);
    later(5);
    expect(await price(reading(3))).toBe(1);
    answer(2);
    await settled();
    expect(await price(reading(4))).toBe(3);
  });
});

describe("what the level behind calls stale", () => {
  const renewed = { value: { price: 2 }, level: "replica" } as const;

  function stale(renew: () => Promise<Leveled<Price>>, seconds: number) {
    const until = time + seconds * 1000;
    return vi.fn(() =>
      Promise.resolve({ value: { price: 1 }, level: "kv-stale", stale: { until, renew } } as const),
    );
  }

  it("is shared by those who ask at the same time, and read anew once", async () => {
    const renew = vi.fn(() => Promise.resolve(renewed));
    const read = stale(renew, 60);
    const all = await Promise.all(Array.from({ length: 50 }, () => get(read)));
    expect(new Set(all.map(({ value, level }) => `${value.price} ${level}`))).toEqual(
      new Set(["1 kv-stale"]),
    );
    await settled();
    expect([read.mock.calls.length, renew.mock.calls.length]).toEqual([1, 1]);
    expect(await get(read)).toEqual({ value: { price: 2 }, level: "memory" });
  });

  it("is remembered as stale while it is read anew, and not longer than it may be given there", async () => {
    const { promise, reject } = Promise.withResolvers<never>();
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const read = stale(() => promise, 4);
    await get(read);
    later(3.999);
    expect(await get(read)).toMatchObject({ value: { price: 1 }, level: "memory-stale" });
    expect(read).toHaveBeenCalledTimes(1);
    reject(new Error("down"));
    await settled();
    expect(warn).toHaveBeenCalledTimes(1);
    later(0.001);
    expect(await get(reading(3))).toEqual({ value: { price: 3 }, level: "replica" });
  });

  it("is no refresh: what is stale in memory is replaced by what is read anew", async () => {
    await remembered(9);
    later(6);
    const read = stale(() => Promise.resolve(renewed), 60);
    expect(await price(read)).toBe(9);
    await settled();
    expect(await get(read)).toEqual({ value: { price: 2 }, level: "memory" });
  });
});

describe("requests that miss", () => {
  it("before everything is forgotten get their answer, but it is not kept or handed to who asks after", async () => {
    const { read, answer } = pending();
    const slow = get(read);
    memory.forget();
    const next = await get(reading(2));
    answer(1);
    expect([(await slow).value, next.value]).toEqual([{ price: 1 }, { price: 2 }]);
    expect(await get(reading(3))).toEqual({ value: { price: 2 }, level: "memory" });
  });
});

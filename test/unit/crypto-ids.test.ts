import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newOrderNumber } from "../../src/modules/orders/order-number.ts";
import { fingerprint, randomToken, sha256Hex } from "../../src/platform/crypto.ts";
import { isUuid, MOST_SHARDS, newUuid, shardOfId } from "../../src/platform/ids.ts";

const time = fc.integer({ min: 0, max: Date.UTC(2200, 0) });

describe("an id", () => {
  it("is a UUIDv7 that carries the time it was made for", () => {
    fc.assert(
      fc.property(time, (at) => {
        const id = newUuid(new Date(at));
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(at);
        expect(isUuid(id)).toBe(true);
      }),
    );
  });

  it("sorts by the time it was made for", () => {
    fc.assert(
      fc.property(time, time, (a, b) => {
        fc.pre(a < b);
        expect(newUuid(new Date(a)) < newUuid(new Date(b))).toBe(true);
      }),
    );
  });

  it("is another one each time, within one millisecond too", () => {
    const now = new Date("2026-11-01T00:00:00Z");
    expect(new Set(Array.from({ length: 5_000 }, () => newUuid(now))).size).toBe(5_000);
  });

  it("carries the shard that it was made for and is still a UUIDv7 of that time; made without, it carries none", () => {
    fc.assert(
      fc.property(time, fc.integer({ min: 0, max: MOST_SHARDS - 1 }), (at, shard) => {
        const id = newUuid(new Date(at), shard);
        expect(shardOfId(id)).toBe(shard);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(at);
        expect(shardOfId(newUuid(new Date(at)))).toBeUndefined();
      }),
    );
  });

  it("is told apart from slugs and SKUs", () => {
    fc.assert(fc.property(fc.uuid(), (id) => isUuid(id)));
    for (const text of ["", "mug", "01900000", "01900000-0000-7000-8000-00000000030", "x".repeat(36)]) {
      expect(isUuid(text)).toBe(false);
    }
    expect(isUuid("01900000-0000-7000-8000-000000000301 ")).toBe(false);
    expect(isUuid("01900000-0000-7000-8000-000000000301\n")).toBe(false);
  });
});

describe("a random token", () => {
  it("has the asked number of random bytes, URL-safe and without padding", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), (bytes) => {
        const token = randomToken(bytes);
        expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(token).toHaveLength(Math.ceil((bytes * 4) / 3));
      }),
    );
    expect(new Set(Array.from({ length: 1_000 }, () => randomToken(16))).size).toBe(1_000);
  });
});

describe("sha256Hex", () => {
  it("agrees with the test vectors of FIPS 180-2", async () => {
    expect(await sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(await sha256Hex("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(await sha256Hex("zoë")).toHaveLength(64);
  });
});

describe("a fingerprint", () => {
  it("is short, stable and safe inside a header", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(fingerprint(text)).toBe(fingerprint(text));
        expect(fingerprint(text)).toMatch(/^[0-9a-z]{2,12}$/);
      }),
    );
  });

  it("tells similar texts apart", () => {
    const texts = Array.from({ length: 20_000 }, (_, index) => `{"price":${index},"name":"Mug"}`);
    expect(new Set(texts.map(fingerprint)).size).toBe(texts.length);
  });
});

describe("an order number", () => {
  it("is ten characters that people do not confuse, another one each time", () => {
    const numbers = Array.from({ length: 2_000 }, newOrderNumber);
    for (const number of numbers) {
      expect(number).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    }
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

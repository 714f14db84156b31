import fc from "fast-check";
import { base64url } from "jose";
import { describe, expect, it } from "vitest";
import { open, seal } from "../../src/platform/secret-box.ts";

const OLD = "an-old-secret-of-at-least-32-characters";
const NEW = "a-new-secret-of-at-least-32-characters!";
const PURPOSE = "totp";
const text = fc.string({ unit: "grapheme", maxLength: 200 });

describe("a sealed text", () => {
  it("opens to what it was, byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(text, async (plain) => {
        const sealed = await seal([NEW], PURPOSE, plain);
        expect(sealed).toMatch(/^v1\.[\w-]+$/);
        expect(await open([NEW], PURPOSE, sealed)).toBe(plain);
      }),
    );
    expect(await open([NEW], PURPOSE, await seal([NEW], PURPOSE, "\ufeffmark\0"))).toBe("\ufeffmark\0");
  });

  it("shows nothing of what it was, nor that two are equal", async () => {
    const [one, two] = [await seal([NEW], PURPOSE, "GEZDGNBV"), await seal([NEW], PURPOSE, "GEZDGNBV")];
    expect(one).not.toBe(two);
    expect(new TextDecoder("latin1").decode(base64url.decode(one.slice(3)))).not.toContain("GEZDGNBV");
  });

  it("is sealed with the first secret and opens with any, so that secrets can be rotated", async () => {
    const before = await seal([OLD], PURPOSE, "text");
    const after = await seal([NEW, OLD], PURPOSE, "text");
    expect(await open([NEW, OLD], PURPOSE, before)).toBe("text");
    expect(await open([NEW, OLD], PURPOSE, after)).toBe("text");
    expect(await open([NEW], PURPOSE, after)).toBe("text");
    expect(await open([OLD], PURPOSE, after)).toBeUndefined();
    expect(await open([NEW], PURPOSE, before)).toBeUndefined();
  });

  it("does not open for another purpose or without a secret", async () => {
    const sealed = await seal([NEW], PURPOSE, "text");
    for (const purpose of ["", "totp2", "TOTP", "mail"]) {
      expect(await open([NEW], purpose, sealed)).toBeUndefined();
    }
    expect(await open([], PURPOSE, sealed)).toBeUndefined();
    await expect(seal([], PURPOSE, "text")).rejects.toThrow("no secret");
  });

  it("does not open when a single character is changed, added or taken away", async () => {
    const sealed = await seal([NEW], PURPOSE, "a text to protect");
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/. \n";
    const at = fc.nat(sealed.length - 1);
    await fc.assert(
      fc.asyncProperty(at, fc.constantFrom(...alphabet), async (index, character) => {
        const rest = sealed.slice(index + 1);
        const head = sealed.slice(0, index);
        fc.pre(sealed[index] !== character);
        expect(await open([NEW], PURPOSE, head + character + rest)).toBeUndefined();
        expect(await open([NEW], PURPOSE, head + rest)).toBeUndefined();
        expect(await open([NEW], PURPOSE, head + character + sealed.slice(index))).toBeUndefined();
      }),
      { numRuns: 300 },
    );
    for (const end of ["=", "A", "==", " ", "\n"]) {
      expect(await open([NEW], PURPOSE, sealed + end)).toBeUndefined();
    }
  });

  it("is not made up by anyone: any other text opens to nothing and throws nothing", async () => {
    for (const sealed of [
      "",
      "v1.",
      "v1.AAAA",
      "v2.AAAA",
      `v1.${"A".repeat(38)}`,
      "v1.ü",
      "plain",
      "v1...",
    ]) {
      expect(await open([NEW], PURPOSE, sealed)).toBeUndefined();
    }
    await fc.assert(
      fc.asyncProperty(text, async (rest) => {
        expect(await open([NEW], PURPOSE, `v1.${rest}`)).toBeUndefined();
      }),
    );
  });
});

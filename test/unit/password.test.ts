import fc from "fast-check";
import { base64url } from "jose";
import { describe, expect, it } from "vitest";
import { COMMON_PASSWORDS } from "../../src/modules/identity/common-passwords.ts";
import { passwordProblems } from "../../src/modules/identity/password-policy.ts";
import { hashPassword, PASSWORD_COST, verifyPassword } from "../../src/modules/identity/password.ts";

/** The lowest cost that the configuration takes: the promises are the same at any. */
const CHEAP = 8;

describe("a password's hash", () => {
  it("is scrypt with its parameters written in it, the same that OWASP names", async () => {
    const hash = await hashPassword("correct horse battery", PASSWORD_COST);
    expect(hash).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$[\w-]{22}\$[\w-]{43}$/);
    expect(await verifyPassword("correct horse battery", hash, PASSWORD_COST)).toEqual({
      ok: true,
      needsRehash: false,
    });
  });

  it("is what another implementation of scrypt makes of the same text, so that what is stored stays readable", async () => {
    // Made with Python's hashlib.scrypt.
    const stored = "$scrypt$ln=10,r=8,p=5$8PHy8_T19vf4-fr7_P3-_w$BV-57joL6p5WU-eWDzPdbbRAJozJLmtHkyxsWELJU1k";
    expect((await verifyPassword("Pässwörter fix", stored, 10)).ok).toBe(true);
    expect((await verifyPassword("Pässwörter Fix", stored, 10)).ok).toBe(false);
  });

  it("takes the password it was made of and no other", async () => {
    const other = fc.string({ unit: "binary", maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(other, other, async (password, attempt) => {
        fc.pre(password.normalize("NFKC") !== attempt.normalize("NFKC"));
        const hash = await hashPassword(password, CHEAP);
        expect((await verifyPassword(password, hash, CHEAP)).ok).toBe(true);
        expect((await verifyPassword(attempt, hash, CHEAP)).ok).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it("is another one each time, so that equal passwords do not show", async () => {
    expect(await hashPassword("same password", CHEAP)).not.toBe(await hashPassword("same password", CHEAP));
  });

  it("does not depend on how a keyboard composes the same characters", async () => {
    const hash = await hashPassword("caf\u00e9 \ufb01le 123", CHEAP);
    expect((await verifyPassword("cafe\u0301 file 123", hash, CHEAP)).ok).toBe(true);
    expect((await verifyPassword("Cafe\u0301 file 123", hash, CHEAP)).ok).toBe(false);
  });

  it("asks to be replaced when it was made at another cost, but only if the password is right", async () => {
    const hash = await hashPassword("correct horse battery", CHEAP);
    expect(await verifyPassword("correct horse battery", hash, CHEAP + 1)).toEqual({
      ok: true,
      needsRehash: true,
    });
    expect(await verifyPassword("wrong horse battery", hash, CHEAP + 1)).toEqual({
      ok: false,
      needsRehash: false,
    });
  });

  it("is never matched by an account without one, nor by a text that is no hash", async () => {
    const zeros = base64url.encode(new Uint8Array(32));
    const rest = `$${zeros.slice(0, 22)}$${zeros}`;
    const parameters = ["ln=0,r=8,p=5", "ln=14,r=8,p=9", "ln=19,r=8,p=5", "ln=8,r=0,p=5", "ln=99,r=8,p=1"];
    const odd = parameters.map((text) => `$scrypt$${text}${rest}`);
    for (const encoded of [null, "", "x", zeros, ...odd]) {
      expect(await verifyPassword("", encoded, CHEAP)).toEqual({ ok: false, needsRehash: false });
      expect(await verifyPassword("correct horse", encoded, CHEAP)).toEqual({
        ok: false,
        needsRehash: false,
      });
    }
  });

  it("costs the same to check against an unknown account as against a known one", async () => {
    const cost = 12;
    const hash = await hashPassword("correct horse battery", cost);
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < 25; round++) {
      for (const [name, encoded] of [["known", hash] as const, ["unknown", null] as const]) {
        const start = performance.now();
        await verifyPassword("wrong horse battery", encoded, cost);
        times[name].push(performance.now() - start);
      }
    }
    const ratio = median(times.unknown) / median(times.known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});

describe("the password policy", () => {
  const context = ["Anna.Smith@example.com", "annika99", "Anna", "Smith", "Anna Smith", "Edge Goods"];
  const codes = (password: string) => passwordProblems(password, context).map((problem) => problem.code);

  it("takes 8 to 128 characters, counted as code points after composing", () => {
    expect(codes("Kx7#pQ2")).toEqual(["too_short"]);
    expect(codes("")).toEqual(["too_short"]);
    expect(codes("Kx7#pQ2v")).toEqual([]);
    expect(codes("🦊🐢🦉🐙🦋🐝🦔")).toEqual(["too_short"]);
    expect(codes("🦊🐢🦉🐙🦋🐝🦔🐳")).toEqual([]);
    expect(codes(long(128))).toEqual([]);
    expect(codes(long(129))).toEqual(["too_long"]);
    const decomposed = "\u1f80".normalize("NFD");
    expect(decomposed).toHaveLength(3);
    expect(codes(`${decomposed.repeat(6)}x`)).toEqual(["too_short"]);
    expect(codes(`${long(64)}${decomposed.repeat(64)}`)).toEqual([]);
  });

  it("refuses 10,000 and a million characters without looking at them", () => {
    expect(codes("x".repeat(10_000))).toEqual(["too_long"]);
    // U+FDFA becomes 18 characters by normalisation.
    expect(codes("\ufdfa".repeat(1_000_000))).toEqual(["too_long"]);
    expect(codes("\ufdfa".repeat(100))).toEqual(["too_long"]);
  });

  it("refuses the most common passwords in any case", () => {
    for (const password of [
      "password",
      "PassWord1",
      "iloveyou",
      "QWERTY123",
      "1q2w3e4r",
      "trustno1",
      "ｐａｓｓｗｏｒｄ",
    ]) {
      expect(codes(password), password).toEqual(["common_password"]);
    }
  });

  it("refuses repetitions, rows of keys and dates", () => {
    const easy = [
      "aaaaaaaa",
      "1111111111",
      "12121212",
      "abcabcabc",
      "12341234",
      "12345678",
      "87654321",
      "1234567890",
    ];
    easy.push(
      "abcdefgh",
      "qwertyuiop",
      "POIUYTREWQ",
      "asdfghjkl",
      "25121987",
      "12251987",
      "19871225",
      "20010203",
    );
    for (const password of easy) expect(codes(password), password).toEqual(["common_password"]);
    for (const password of ["45121987", "19871325", "abcdefgx", "12121213"]) {
      expect(codes(password), password).toEqual([]);
    }
  });

  it("refuses what is nothing but the person's own or the shop's name, with digits and signs around it", () => {
    const own = [
      "anna.smith@example.com",
      "ANNA.SMITH@EXAMPLE.COM",
      "annasmith",
      "Anna.Smith",
      "AnnaSmith1987!",
    ];
    own.push(
      "annika99",
      "annika2026",
      "2026Annika",
      "edgegoods",
      "Edge-Goods-1",
      "anna12345678",
      "\uff21nna-12345",
    );
    for (const password of own) expect(codes(password), password).toEqual(["contains_identity"]);
    for (const password of ["annas blue teapot", "edgegoods-teapot", "smithereens"]) {
      expect(codes(password), password).toEqual([]);
    }
  });

  it("refuses a username of digits alone, but not every password of digits because of it", () => {
    expect(passwordProblems("4401927756", ["4401927756"])).toMatchObject([{ code: "contains_identity" }]);
    expect(passwordProblems("8813027756", ["4401927756", ""])).toEqual([]);
  });

  it("says what is wrong in words", () => {
    for (const password of ["short", "x".repeat(200), "password", "annika99"]) {
      const [problem] = passwordProblems(password, context);
      expect(problem?.message).toMatch(/^(must|is) /);
    }
  });

  it("takes long random passwords of any characters", () => {
    const random = fc.string({ unit: "grapheme", minLength: 24, maxLength: 40 });
    fc.assert(
      fc.property(random, (password) => {
        const length = [...password.normalize("NFKC")].length;
        fc.pre(length >= 8 && length <= 128 && new Set(password).size > 8);
        expect(codes(password)).toEqual([]);
      }),
    );
  });

  it("has a list of which every entry is long enough to be chosen and written as it is compared", () => {
    const entries = COMMON_PASSWORDS.trim().split(/\s+/);
    expect(entries).toHaveLength(2_000);
    expect(new Set(entries).size).toBe(entries.length);
    for (const entry of entries) {
      expect(entry.length, entry).toBeGreaterThanOrEqual(8);
      expect(entry.normalize("NFKC").toLowerCase()).toBe(entry);
      expect(codes(entry), entry).toContain("common_password");
    }
  });
});

/** A text of so many characters without a pattern. */
function long(length: number): string {
  return Array.from({ length }, (_, index) =>
    String.fromCharCode(33 + ((index * index * 7 + index) % 90)),
  ).join("");
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

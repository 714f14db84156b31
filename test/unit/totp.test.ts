import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  hashRecoveryCode,
  newRecoveryCodes,
  normalizeRecoveryCode,
} from "../../src/modules/identity/recovery-codes.ts";
import { matchingStep, newTotpSecret, totpUri } from "../../src/modules/identity/totp.ts";

/** RFC 6238, appendix B: the ASCII text "12345678901234567890" in base32. */
const RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/** The SHA-1 vectors of RFC 6238, appendix B. Its codes have eight digits; those of six are their last six. */
const VECTORS = [
  { seconds: 59, code: "94287082" },
  { seconds: 1_111_111_109, code: "07081804" },
  { seconds: 1_111_111_111, code: "14050471" },
  { seconds: 1_234_567_890, code: "89005924" },
  { seconds: 2_000_000_000, code: "69279037" },
  { seconds: 20_000_000_000, code: "65353130" },
].map(({ seconds, code }) => ({
  at: new Date(seconds * 1_000),
  step: Math.floor(seconds / 30),
  code: code.slice(2),
}));

const later = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1_000);

describe("a TOTP code", () => {
  it("is the one of RFC 6238's test vectors, and tells its time step", () => {
    for (const { at, step, code } of VECTORS) expect(matchingStep(RFC_SECRET, code, at)).toBe(step);
  });

  it("is good one step before and after its own, always as the same step, and not beyond", () => {
    for (const { at, step, code } of VECTORS) {
      const start = new Date(step * 30_000);
      expect(matchingStep(RFC_SECRET, code, later(at, 30))).toBe(step);
      expect(matchingStep(RFC_SECRET, code, later(at, -30))).toBe(step);
      expect(matchingStep(RFC_SECRET, code, later(start, 59))).toBe(step);
      expect(matchingStep(RFC_SECRET, code, later(start, 60))).toBeUndefined();
      expect(matchingStep(RFC_SECRET, code, later(start, -30))).toBe(step);
      expect(matchingStep(RFC_SECRET, code, later(start, -31))).toBeUndefined();
    }
  });

  it("may be typed with spaces", () => {
    const at = new Date(59_000);
    for (const text of ["287082", "287 082", " 287082 ", "28 70 82", "287\u00a0082"]) {
      expect(matchingStep(RFC_SECRET, text, at)).toBe(1);
    }
  });

  it("is nothing else: other lengths, letters, signs, other digits", () => {
    const at = new Date(59_000);
    const wrong = [
      "",
      "28708",
      "2870820",
      "94287082",
      "28708a",
      "+28708",
      "-28708",
      "2870.2",
      "0x2870",
      "287082\0",
    ];
    for (const text of [...wrong, "２８７０８２", "287083", "000000", "1".repeat(10_000)]) {
      expect(matchingStep(RFC_SECRET, text, at)).toBeUndefined();
    }
  });

  it("does not open another secret", () => {
    const at = new Date("2026-11-01T12:00:00Z");
    const texts = Array.from({ length: 10 }, (_, index) => String(index).repeat(6));
    // Three of a million codes are right at a time, so ten guesses at ten secrets match once in some 3,000 runs of this test.
    const hits = texts.flatMap(() => {
      const secret = newTotpSecret();
      return texts.filter((text) => matchingStep(secret, text, at) !== undefined);
    });
    expect(hits.length).toBeLessThanOrEqual(1);
  });

  it("of a fresh secret is found at any time", () => {
    const time = fc.date({ min: new Date(60_000), max: new Date("2200-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(time, fc.constantFrom(-1, 0, 1), (now, offset) => {
        const secret = newTotpSecret();
        const step = Math.floor(now.getTime() / 30_000) + offset;
        const code = codeOf(secret, step);
        const found = matchingStep(secret, code, now);
        expect(found).toBeDefined();
        // Neighbouring steps have the same code once in a million.
        if (found !== step) expect(codeOf(secret, found ?? 0)).toBe(code);
      }),
    );
  });
});

describe("a TOTP secret", () => {
  it("is 160 random bits in base32, another one each time", () => {
    const secrets = Array.from({ length: 1_000 }, newTotpSecret);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  it("is handed to authenticator apps with all that they need", () => {
    const uri = totpUri({ secret: RFC_SECRET, account: "zoë+shop@example.com", issuer: "Edge Goods & Co" });
    const url = new URL(uri);
    expect(url.protocol).toBe("otpauth:");
    expect(url.host).toBe("totp");
    expect(decodeURIComponent(url.pathname)).toBe("/Edge Goods & Co:zoë+shop@example.com");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      secret: RFC_SECRET,
      issuer: "Edge Goods & Co",
      algorithm: "SHA1",
      digits: "6",
      period: "30",
    });
  });

  it("has a label with one colon, whatever the shop is called", () => {
    const { pathname } = new URL(totpUri({ secret: RFC_SECRET, account: "a:b", issuer: "Tea: The Shop" }));
    expect(decodeURIComponent(pathname)).toBe("/Tea  The Shop:a b");
  });
});

describe("recovery codes", () => {
  it("are ten different ones of 80 random bits, without characters that look alike", () => {
    const codes = Array.from({ length: 200 }, newRecoveryCodes).flat();
    expect(newRecoveryCodes()).toHaveLength(10);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set(codes.join("").replaceAll("-", "")).size).toBe(32);
  });

  it("are understood however they are typed from paper", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...newRecoveryCodes()),
        fc.array(fc.nat(3), { minLength: 19, maxLength: 19 }),
        (code, choices) => {
          const typed = [...code].map((character, index) => misread(character, choices[index] ?? 0)).join("");
          expect(normalizeRecoveryCode(typed)).toBe(code);
        },
      ),
    );
    expect(normalizeRecoveryCode(" o1il-0000 abcd-efgh ")).toBe("0111-0000-ABCD-EFGH");
  });

  it("are told from anything else", () => {
    const wrong = [
      "",
      "123456",
      "0111-0000-ABCD-EFG",
      "0111-0000-ABCD-EFGHJ",
      "0111-0000-ABCD-EFGU",
      "x".repeat(100_000),
    ];
    for (const text of [...wrong, "0111_0000_ABCD_EFGH", "0111-0000-ABCD-ÉFGH"]) {
      expect(normalizeRecoveryCode(text)).toBeUndefined();
    }
  });

  it("are stored as hashes only", async () => {
    const codes = newRecoveryCodes();
    const hashes = await Promise.all(codes.map(hashRecoveryCode));
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(hashes).size).toBe(10);
    expect(await Promise.all(codes.map(hashRecoveryCode))).toEqual(hashes);
  });
});

/** The code of a time step, computed as RFC 4226 describes it. */
function codeOf(secret: string, step: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret]
    .map((character) => alphabet.indexOf(character).toString(2).padStart(5, "0"))
    .join("");
  const key = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
  const counter = new Uint8Array(8);
  new DataView(counter.buffer).setBigUint64(0, BigInt(step));
  const digest = Uint8Array.from(createHmac("sha1", key).update(counter).digest());
  const offset = (digest[19] ?? 0) & 15;
  const number = new DataView(digest.buffer).getUint32(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** One of the ways that a person may write a character. */
function misread(character: string, choice: number): string {
  if (character === "-") return ["-", "", " ", " - "][choice] ?? "-";
  if (character === "0") return ["0", "O", "o", "0"][choice] ?? "0";
  if (character === "1") return ["1", "I", "l", "L"][choice] ?? "1";
  return choice % 2 === 0 ? character : character.toLowerCase();
}

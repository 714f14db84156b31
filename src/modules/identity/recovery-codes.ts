import { sha256Hex } from "../../platform/crypto.ts";

const COUNT = 10;
const LENGTH = 16;
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/**
 * Ten codes that each stand in for the second factor once: 80 random bits in Crockford's base 32, in groups that can be copied from paper
 * ("7K3F-Q9M2-TXB4-0RZC"). They are shown once; only their hashes are stored.
 */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => {
    const bytes = crypto.getRandomValues(new Uint8Array(LENGTH));
    return grouped(Array.from(bytes, (byte) => ALPHABET.charAt(byte % 32)).join(""));
  });
}

/**
 * A code as it was shown, from what a person typed: case, spaces and hyphens do not count, and the letters O, I and L, which no
 * code has, are read as 0 and 1. Undefined when it cannot be a code.
 */
export function normalizeRecoveryCode(text: string): string | undefined {
  const plain = text.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return CODE.test(plain) ? grouped(plain) : undefined;
}

/** What is stored of a normalised code: SHA-256 in hex. 80 random bits need no slow hash and no salt. */
export function hashRecoveryCode(code: string): Promise<string> {
  return sha256Hex(code);
}

function grouped(characters: string): string {
  return characters.replace(/.{4}(?=.)/g, "$&-");
}

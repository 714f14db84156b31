import { scrypt, timingSafeEqual } from "node:crypto";
import { base64url } from "jose";

/**
 * The usual cost, and the highest: N = 2^14. With r = 8 and p = 5 it is one of the settings that OWASP's Password Storage Cheat Sheet names
 * as sufficient. It needs 16 MiB, which an isolate of 128 MiB can spare; with N = 2^15 it would be past WORK_LIMIT.
 */
export const PASSWORD_COST = 14;

const BLOCK_SIZE = 8;
const PARALLELIZATION = 5;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** The most N * r * p that workerd computes; above it, it throws a RangeError. */
const WORK_LIMIT = 2 ** 20;

const ENCODED = /^\$scrypt\$ln=([1-9]|1\d),r=([1-9]\d?),p=([1-9]\d?)\$([\w-]{22})\$([\w-]{43})$/;

interface Hash {
  cost: number;
  blockSize: number;
  parallelization: number;
  salt: Uint8Array;
  key: Uint8Array;
}

/**
 * The scrypt hash to store of a password, with a new salt: `$scrypt$ln=<cost>,r=8,p=5$<salt>$<key>`, both in base64url. The password is
 * normalised first (NFKC, NIST SP 800-63B), so that it does not depend on the keyboard that it was typed on.
 * @param cost the binary logarithm of scrypt's N: each step doubles time and memory (128 * 8 * 2^cost bytes); 14 at most
 */
export async function hashPassword(password: string, cost: number): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const key = await derive(password, { cost, blockSize: BLOCK_SIZE, parallelization: PARALLELIZATION, salt });
  const parameters = `ln=${cost},r=${BLOCK_SIZE},p=${PARALLELIZATION}`;
  return `$scrypt$${parameters}$${base64url.encode(salt)}$${base64url.encode(key)}`;
}

/**
 * Whether the password is the one that was hashed, and whether its hash was made with other parameters than today's and should now
 * be replaced (only said of a password that is right).
 *
 * Exactly one hash is computed in every case. Where there is none to compare with (null: the account is unknown or has no password; or
 * the text is no hash of ours) it is a decoy's, of the current cost, and the answer is no. So the time tells nothing; only
 * a hash that is still of another cost takes the time of that cost.
 */
export async function verifyPassword(
  password: string,
  encoded: string | null,
  cost: number,
): Promise<{ ok: boolean; needsRehash: boolean }> {
  const stored = encoded === null ? undefined : parse(encoded);
  const hash = stored ?? decoy(cost);
  const same = timingSafeEqual(await derive(password, hash), hash.key);
  const ok = same && stored !== undefined;
  const current =
    hash.cost === cost && hash.blockSize === BLOCK_SIZE && hash.parallelization === PARALLELIZATION;
  return { ok, needsRehash: ok && !current };
}

function parse(encoded: string): Hash | undefined {
  const [, cost, blockSize, parallelization, salt, key] = ENCODED.exec(encoded) ?? [];
  if (salt === undefined || key === undefined) return undefined;
  const parameters = {
    cost: Number(cost),
    blockSize: Number(blockSize),
    parallelization: Number(parallelization),
  };
  if (2 ** parameters.cost * parameters.blockSize * parameters.parallelization > WORK_LIMIT) return undefined;
  return { ...parameters, salt: base64url.decode(salt), key: base64url.decode(key) };
}

function decoy(cost: number): Hash {
  return {
    cost,
    blockSize: BLOCK_SIZE,
    parallelization: PARALLELIZATION,
    salt: new Uint8Array(SALT_BYTES),
    key: new Uint8Array(KEY_BYTES),
  };
}

// workerd computes scrypt on the isolate's only thread, so one hash runs at a time there and its memory is free again after it.
function derive(password: string, hash: Omit<Hash, "key">): Promise<Uint8Array> {
  const N = 2 ** hash.cost;
  const options = {
    N,
    r: hash.blockSize,
    p: hash.parallelization,
    maxmem: 2 * 128 * N * hash.blockSize,
  };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), hash.salt, KEY_BYTES, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

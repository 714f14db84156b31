import type { Permission } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import { randomToken, sha256Hex } from "../../platform/crypto.ts";
import { newUuid } from "../../platform/ids.ts";
import type { apiKeys } from "./identity.table.ts";

const KEY = /^ek_[A-Za-z0-9_-]{43}$/;

/** Whether a bearer credential has the shape of an API key. */
export function isApiKey(credential: string): boolean {
  return KEY.test(credential);
}

/** What is stored of a key. 256 random bits need no slow hash. */
export function hashApiKey(key: string): Promise<string> {
  return sha256Hex(key);
}

/** Makes a key of 256 random bits and the row that stores its hash. The key itself is shown once and never stored. */
export async function newApiKey(
  name: string,
  scopes: Permission[],
  now: Date,
): Promise<{ key: string; row: typeof apiKeys.$inferInsert }> {
  const key = `ek_${randomToken(32)}`;
  return {
    key,
    row: {
      id: newUuid(now),
      name,
      prefix: key.slice(0, 9),
      secretHash: await hashApiKey(key),
      scopes,
      createdAt: isoTime(now),
    },
  };
}

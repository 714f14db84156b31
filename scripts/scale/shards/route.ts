import { isUuid, shardOfId } from "../../../src/platform/ids.ts";

export interface Routed {
  path: string;
  cartToken: string | null;
  authorization: string | null;
  /** The address in the body of a request to /auth. */
  email: string | undefined;
}

/** What each id was made with when there was one database only. */
const FIRST_SHARD = 0;

/**
 * The shard that a request is for: that of the order, payment or other thing in its path, of the signed-in customer, of the guest's cart, or,
 * before anybody is known, of the mail address. undefined: any shard will do. Tokens are only looked into here; the shard verifies them.
 */
export function shardOf(
  { path, cartToken, authorization, email }: Routed,
  shards: number,
): number | undefined {
  const named = path.split("/").find(isUuid);
  if (named !== undefined && !path.startsWith("/api/v1/products/")) return shardOfId(named) ?? FIRST_SHARD;
  const bearer = /^Bearer (\S+\.\S+\.\S+)$/.exec(authorization ?? "")?.[1];
  const subject = subjectOf(bearer) ?? subjectOf(cartToken);
  if (subject !== undefined) return shardOfId(subject) ?? FIRST_SHARD;
  return email === undefined ? undefined : hash(email.trim().toLowerCase()) % shards;
}

/** Whom a compact JWS names. */
function subjectOf(token: string | null | undefined): string | undefined {
  try {
    const payload = token?.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/");
    return payload === undefined ? undefined : (JSON.parse(atob(payload)) as { sub?: string }).sub;
  } catch {
    return undefined;
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

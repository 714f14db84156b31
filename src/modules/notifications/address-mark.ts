import { hmacSha256 } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";

/**
 * What an address is found again by where it must not be kept: a keyed hash (HMAC-SHA-256 of the address in small letters) for each of the
 * secrets, the current one's first. Write the first, look for all.
 */
export function addressHashes({ config }: Pick<Ctx, "config">, address: string): Promise<string[]> {
  const normalised = address.trim().toLowerCase();
  return Promise.all(config.TOKEN_SECRET.map((secret) => hmacSha256(secret, `mail-address:${normalised}`)));
}

/** An address so that whoever knows it recognises it: "a***@example.com". */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, Math.min(1, at))}***${address.slice(at)}`;
}

import { hmacSha256, randomToken, sha256Hex } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";

const PREFIX = "rt_";

/** A new family's first refresh token: 256 random bits. Only its hash is stored. */
export function newRefreshToken(): string {
  return PREFIX + randomToken(32);
}

export function hashRefreshToken(token: string): Promise<string> {
  return sha256Hex(token);
}

/**
 * The tokens that a token can have been rotated into, one for each TOKEN_SECRET. Derived rather than drawn, so that parallel
 * refreshes of one token arrive at the same successor without it being stored. Nobody can derive it without the secret.
 */
export function successorsOf(ctx: Pick<Ctx, "config">, token: string): Promise<string[]> {
  return Promise.all(
    ctx.config.TOKEN_SECRET.map(
      async (secret) => PREFIX + (await hmacSha256(secret, `refresh-token:${token}`)),
    ),
  );
}

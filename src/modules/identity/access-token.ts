import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { ROLES, type UserActor } from "../../platform/auth.ts";
import { addSeconds } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { MemoryCache } from "../../platform/memory-cache.ts";
import { refused } from "./standing.ts";
import { signingKeys } from "./signing-keys.ts";

/** How long an access token lives, in seconds: the longest that a demoted or disabled user can still read. */
export const ACCESS_TOKEN_SECONDS = 10 * 60;

const AUDIENCE = "api";

const claimsSchema = z.object({
  sub: z.string(),
  sid: z.string(),
  role: z.enum(ROLES),
  enrol: z.literal(true).optional(),
  exp: z.int(),
});

type Claims = z.output<typeof claimsSchema>;

/** Genuine tokens that this isolate has seen: a signature need not be checked for each request. */
const genuine = new MemoryCache<Claims>({ limit: 5_000, ttlMs: 60_000 });

/** A JWT (EdDSA, RFC 9068's `at+jwt`) that says who its bearer is for ten minutes, without any storage being asked. */
export async function signAccessToken(
  ctx: Pick<Ctx, "config" | "now">,
  user: Pick<UserActor, "id" | "role" | "sessionId" | "mustEnrol">,
): Promise<string> {
  const [key] = await signingKeys(ctx.config);
  if (!key) throw new Error("there is no signing key");
  const now = ctx.now();
  return new SignJWT({ sid: user.sessionId, role: user.role, ...(user.mustEnrol ? { enrol: true } : {}) })
    .setProtectedHeader({ alg: "EdDSA", kid: key.kid, typ: "at+jwt" })
    .setIssuer(ctx.config.PUBLIC_URL)
    .setAudience(AUDIENCE)
    .setSubject(user.id)
    .setIssuedAt(now)
    .setExpirationTime(addSeconds(now, ACCESS_TOKEN_SECONDS))
    .sign(key.privateKey);
}

/**
 * The user that a token names. Nothing is read: what has changed since the token was made is not in it.
 * @throws auth.invalid_credentials for a token that is not ours, not for this API, altered or expired
 */
export async function verifyAccessToken(ctx: Pick<Ctx, "config" | "now">, token: string): Promise<UserActor> {
  const remembered = genuine.get(token);
  const claims = remembered ?? (await claimsOf(ctx, token));
  if (claims.exp * 1_000 <= ctx.now().getTime()) throw refused("The access token has expired.");
  if (!remembered) genuine.set(token, claims);
  return {
    kind: "user",
    id: claims.sub,
    role: claims.role,
    sessionId: claims.sid,
    via: "token",
    mustEnrol: claims.enrol === true,
  };
}

async function claimsOf(ctx: Pick<Ctx, "config" | "now">, token: string): Promise<Claims> {
  const keys = await signingKeys(ctx.config);
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = keys.find((candidate) => candidate.kid === kid);
        if (!key) throw new Error("signed by an unknown key");
        return key.publicKey;
      },
      {
        algorithms: ["EdDSA"],
        typ: "at+jwt",
        issuer: ctx.config.PUBLIC_URL,
        audience: AUDIENCE,
        currentDate: ctx.now(),
      },
    );
    return claimsSchema.parse(payload);
  } catch {
    throw refused("The access token is not valid, or has expired. Refresh it or log in again.");
  }
}

import { jwtVerify, SignJWT } from "jose";
import type { Ctx } from "./ctx.ts";

/** What a signed capability token is for. A token of one audience is worthless for another. */
export type TokenAudience = "cart" | "order" | "csrf" | "one_time" | "media_upload" | "unsubscribe";

const keys = new Map<string, Uint8Array>();
const verified = new Map<string, string>();
const VERIFIED_LIMIT = 5_000;

/**
 * A compact JWS (HS256) that says what it is for and of which object: access to one cart or order, a session's CSRF token, a mailed
 * link, the upload of one file, no more news to one address. It names no person and does not expire by itself.
 */
export async function signToken(
  ctx: Pick<Ctx, "config">,
  audience: TokenAudience,
  subject: string,
): Promise<string> {
  const [secret] = ctx.config.TOKEN_SECRET;
  return new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(subject)
    .setAudience(audience)
    .sign(keyOf(secret ?? ""));
}

/** The subject of a genuine token for the audience; undefined for anything else. Genuine ones are remembered per isolate. */
export async function verifyToken(
  ctx: Pick<Ctx, "config">,
  audience: TokenAudience,
  token: string,
): Promise<string | undefined> {
  const memo = `${audience}:${token}`;
  const known = verified.get(memo);
  if (known !== undefined) return known;
  if (token.length > 1_000) return undefined;
  for (const secret of ctx.config.TOKEN_SECRET) {
    const subject = await tryVerify(token, audience, secret);
    if (subject === undefined) continue;
    if (verified.size >= VERIFIED_LIMIT) verified.clear();
    verified.set(memo, subject);
    return subject;
  }
  return undefined;
}

async function tryVerify(
  token: string,
  audience: TokenAudience,
  secret: string,
): Promise<string | undefined> {
  try {
    const { payload } = await jwtVerify(token, keyOf(secret), { audience, algorithms: ["HS256"] });
    return payload.sub;
  } catch {
    return undefined;
  }
}

function keyOf(secret: string): Uint8Array {
  let key = keys.get(secret);
  if (!key) {
    key = new TextEncoder().encode(secret);
    keys.set(secret, key);
  }
  return key;
}

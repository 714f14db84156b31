import type { Actor } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { verifyAccessToken } from "./access-token.ts";
import { isApiKey } from "./api-key.ts";
import { authenticateKey } from "./authenticate-key.ts";
import { authenticateSession } from "./authenticate-session.ts";
import { type BrowserRequest, noSessionCookie, secretFromCookies } from "./session-cookie.ts";
import { findStanding } from "./sessions.repo.ts";
import { refused, userInGoodStanding } from "./standing.ts";

/**
 * The actor behind a request's credentials: a guest without any, an API key, or a user by access token or session cookie.
 * An Authorization header goes before a cookie. With `fresh` the database is asked whether session, account or key are still
 * in order; without, an access token costs no I/O, and a key or cookie at most one read that the isolate then remembers.
 * The cookie of a session that has ended makes a guest, whose browser is told to drop it.
 * @throws auth.invalid_credentials for a bearer credential that is malformed, unknown, expired or revoked; auth.csrf_refused
 */
export async function authenticate(ctx: Ctx, request: BrowserRequest, fresh: boolean): Promise<Actor> {
  const authorization = request.header("Authorization");
  if (authorization !== undefined) {
    const credential = /^Bearer ([^\s]+)$/i.exec(authorization)?.[1];
    if (credential === undefined) throw refused('Credentials are sent as "Authorization: Bearer …".');
    if (isApiKey(credential)) return authenticateKey(ctx, credential, fresh);
    const claimed = await verifyAccessToken(ctx, credential);
    if (!fresh) return claimed;
    return userInGoodStanding(ctx, await findStanding(ctx, { sessionId: claimed.sessionId }));
  }
  const secret = secretFromCookies(request.header("Cookie"));
  if (secret === undefined) return { kind: "guest" };
  return (
    (await authenticateSession(ctx, secret, request, fresh)) ?? {
      kind: "guest",
      staleCookie: noSessionCookie,
    }
  );
}

import type { Ctx } from "../../platform/ctx.ts";
import { csrfRefused } from "../../platform/errors.ts";
import { signToken, verifyToken } from "../../platform/tokens.ts";

/** The browser keeps it from scripts and other hosts: `__Host-` demands Secure, Path=/ and no Domain. */
const COOKIE = "__Host-session";

/** A browser session lives at most this long, in days; unused it ends earlier. */
export const BROWSER_SESSION_DAYS = 90;

/** The header that hands the session's secret to the browser. */
export function sessionCookie(secret: string): string {
  return cookie(secret, BROWSER_SESSION_DAYS * 24 * 60 * 60);
}

/** The header that takes it away again. */
export const noSessionCookie = cookie("", 0);

function cookie(value: string, maxAge: number): string {
  return `${COOKIE}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; Secure; SameSite=Lax`;
}

/** The session's secret in a Cookie header; undefined without one. */
export function secretFromCookies(header: string | undefined): string | undefined {
  const pair = header?.split(/; */).find((candidate) => candidate.startsWith(`${COOKIE}=`));
  return pair?.slice(COOKIE.length + 1) || undefined;
}

/** The proof that a request comes from a page that may read this API's answers: bound to the session, not stored. */
export function csrfToken(ctx: Pick<Ctx, "config">, sessionId: string): Promise<string> {
  return signToken(ctx, "csrf", sessionId);
}

export interface BrowserRequest {
  method: string;
  url: string;
  header(name: string): string | undefined;
}

/**
 * Lets an unsafe request that is authenticated by cookie pass only with the session's CSRF token.
 * @throws auth.csrf_refused
 */
export async function requireCsrfToken(
  ctx: Pick<Ctx, "config">,
  request: BrowserRequest,
  sessionId: string,
): Promise<void> {
  const token = request.header("X-CSRF-Token");
  if (token !== undefined && (await verifyToken(ctx, "csrf", token)) === sessionId) return;
  throw csrfRefused("Send the session's csrf_token as X-CSRF-Token (GET /api/v1/auth/session tells it).");
}

/**
 * Refuses requests that a browser sent from a page of another site. Programs send no Origin.
 * @throws auth.csrf_refused
 */
export function requireOwnOrigin(ctx: Pick<Ctx, "config">, request: BrowserRequest): void {
  const origin = request.header("Origin");
  const crossSite = origin === undefined && request.header("Sec-Fetch-Site") === "cross-site";
  if (origin === undefined && !crossSite) return;
  const own = [
    new URL(request.url).origin,
    new URL(ctx.config.PUBLIC_URL).origin,
    ...ctx.config.CORS_ORIGINS,
  ];
  if (origin !== undefined && own.includes(origin)) return;
  throw csrfRefused("This origin may not use the session. The shop's own are listed in CORS_ORIGINS.");
}

export function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}

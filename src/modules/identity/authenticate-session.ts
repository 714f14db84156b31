import type { UserActor } from "../../platform/auth.ts";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import { sha256Hex } from "../../platform/crypto.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { MemoryCache } from "../../platform/memory-cache.ts";
import {
  BROWSER_SESSION_DAYS,
  type BrowserRequest,
  isSafe,
  requireCsrfToken,
  requireOwnOrigin,
} from "./session-cookie.ts";
import { findStanding, type StandingRow, touchSessionStmt } from "./sessions.repo.ts";
import { isInGoodStanding, userInGoodStanding } from "./standing.ts";

const DAY = 24 * 60 * 60;

/** A browser session that nobody uses for this long ends. */
export const BROWSER_IDLE_DAYS = 14;

/** For reads, an ended session stays usable for this long in an isolate that saw it valid. */
const known = new MemoryCache<StandingRow>({ limit: 5_000, ttlMs: 10_000 });

const SEEN_NOTED_SECONDS = 3_600;

/**
 * The user behind a session cookie; undefined when the session has ended, as a browser keeps sending the cookie, and whoever was
 * logged out is a guest. Unsafe requests must prove to come from a page of the shop.
 * `fresh` asks the database even when this isolate knows the session.
 * @throws auth.csrf_refused
 */
export async function authenticateSession(
  ctx: Ctx,
  secret: string,
  request: BrowserRequest,
  fresh: boolean,
): Promise<UserActor | undefined> {
  const secretHash = await sha256Hex(secret);
  const remembered = fresh ? undefined : known.get(secretHash);
  const row = remembered ?? (await findStanding(ctx, { secretHash }));
  if (!row || !isInGoodStanding(ctx, row)) return undefined;
  if (!isSafe(request.method)) {
    requireOwnOrigin(ctx, request);
    await requireCsrfToken(ctx, request, row.session_id);
  }
  const actor = userInGoodStanding(ctx, row);
  if (!remembered) {
    known.set(secretHash, row);
    noteUse(ctx, row);
  }
  return actor;
}

/** When a browser session that is used now will end if it is not used again. */
export function browserSessionEnd(now: Date, createdAt: Date): string {
  const idle = addSeconds(now, BROWSER_IDLE_DAYS * DAY);
  const absolute = addSeconds(createdAt, BROWSER_SESSION_DAYS * DAY);
  return isoTime(idle < absolute ? idle : absolute);
}

function noteUse(ctx: Ctx, row: StandingRow): void {
  const now = ctx.now();
  if (row.last_seen_at > isoTime(addSeconds(now, -SEEN_NOTED_SECONDS))) return;
  const end = browserSessionEnd(now, new Date(row.session_created_at));
  ctx.waitUntil(commit(deriveCtx(ctx, {}), { statements: [touchSessionStmt(ctx, row.session_id, end)] }));
}

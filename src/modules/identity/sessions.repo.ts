import { type SQL, sql } from "drizzle-orm";
import type { Role } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";
import { knownDevices, type SessionKind, sessions } from "./sessions.table.ts";
import type { UserStatus } from "./users.table.ts";

/** A session together with what its user may do now. */
export interface StandingRow {
  session_id: string;
  kind: SessionKind;
  confirmed_at: string;
  last_seen_at: string;
  session_created_at: string;
  expires_at: string;
  revoked_at: string | null;
  user_id: string;
  email: string;
  role: Role;
  status: UserStatus;
  has_second_factor: 0 | 1;
}

function selectStanding(where: SQL): Statement {
  return sql`SELECT s.id AS session_id, s.kind, s.confirmed_at, s.last_seen_at, s.created_at AS session_created_at, s.expires_at,
      s.revoked_at, u.id AS user_id, u.email, u.role, u.status,
      EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.enabled_at IS NOT NULL) AS has_second_factor
    FROM sessions s JOIN users u ON u.id = s.user_id WHERE ${where}`;
}

/** Reads a session and its user by the session's id; made to fit into a batch. */
export function standingStmt(sessionId: string): Statement {
  return selectStanding(sql`s.id = ${sessionId}`);
}

export function findStanding(
  ctx: Ctx,
  by: { sessionId: string } | { secretHash: string },
): Promise<StandingRow | null> {
  const statement =
    "sessionId" in by ? standingStmt(by.sessionId) : selectStanding(sql`s.secret_hash = ${by.secretHash}`);
  return prepareStatement(ctx.env.DB, statement).first<StandingRow>();
}

export function insertSessionStmt(session: typeof sessions.$inferInsert): Statement {
  return insertRows(sessions, [session]);
}

/** Notes that a session is in use and moves its end. */
export function touchSessionStmt(ctx: Ctx, sessionId: string, expiresAt: string): Statement {
  return sql`UPDATE sessions SET last_seen_at = ${isoTime(ctx.now())}, expires_at = ${expiresAt} WHERE id = ${sessionId}`;
}

/** Notes that the user has just proved to be present. */
export function confirmSessionStmt(ctx: Ctx, sessionId: string): Statement {
  return sql`UPDATE sessions SET confirmed_at = ${isoTime(ctx.now())} WHERE id = ${sessionId}`;
}

/** Ends sessions that still run: one, all of a user, or all of a user but one. */
export function revokeSessionsStmt(
  ctx: Ctx,
  which: { sessionId: string } | { userId: string; except?: string | undefined },
  reason: string,
): Statement {
  const where =
    "sessionId" in which
      ? sql`id = ${which.sessionId}`
      : sql`user_id = ${which.userId} AND id <> ${which.except ?? ""}`;
  return sql`UPDATE sessions SET revoked_at = ${isoTime(ctx.now())}, revoked_reason = ${reason}
    WHERE revoked_at IS NULL AND ${where}`;
}

/** The devices that the owner of an address has logged in from; made to fit into a batch. */
export function devicesByEmailStmt(email: string): Statement {
  return sql`SELECT d.device_hash FROM known_devices d JOIN users u ON u.id = d.user_id WHERE u.email = ${email}`;
}

/** Remembers a device, or that it was used again. */
export function rememberDeviceStmt(ctx: Ctx, userId: string, deviceHash: string): Statement {
  const now = isoTime(ctx.now());
  return insertRows(
    knownDevices,
    [{ userId, deviceHash, firstSeenAt: now, lastSeenAt: now }],
    sql`ON CONFLICT (user_id, device_hash) DO UPDATE SET last_seen_at = excluded.last_seen_at`,
  );
}

/** A session as its owner sees it. */
export interface SessionRow {
  id: string;
  kind: SessionKind;
  user_agent: string;
  country: string | null;
  created_at: string;
  last_seen_at: string;
  expires_at: string;
}

/** Reads a session by its id, also when it has ended. */
export function findSession(ctx: Ctx, id: string): Promise<SessionRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT id, kind, user_agent, country, created_at, last_seen_at, expires_at FROM sessions WHERE id = ${id}`,
  ).first<SessionRow>();
}

/** A user's running sessions, newest first, from a position on. */
export function findSessions(
  ctx: Ctx,
  userId: string,
  page: { after: Position | undefined; limit: number },
): Promise<SessionRow[]> {
  const after = page.after ? sql`AND (created_at, id) < (${page.after.value}, ${page.after.id})` : sql``;
  return ctx.db.all<SessionRow>(sql`
    SELECT id, kind, user_agent, country, created_at, last_seen_at, expires_at FROM sessions
    WHERE user_id = ${userId} AND revoked_at IS NULL AND expires_at > ${isoTime(ctx.now())} ${after}
    ORDER BY created_at DESC, id DESC LIMIT ${page.limit}`);
}

import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { DomainError } from "../../platform/errors.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import { refused } from "./standing.ts";

/**
 * Undoes a batch that gives power to somebody when whoever asked for it has lost their own since it was checked: the session has ended
 * or expired, the account was closed or its role changed, the key revoked or expired, or there is none of them any more. Goes with
 * `ACTOR_LOST`. Writes nothing: the row that it would insert is never valid, and is inserted only where the actor is not in force.
 */
export function actorInForceStmts(ctx: Pick<Ctx, "actor" | "now">): Statement[] {
  const { actor } = ctx;
  const now = isoTime(ctx.now());
  if (actor.kind === "user") {
    return [
      sql`INSERT INTO sessions (id, user_id, kind, created_at, last_seen_at, expires_at, confirmed_at)
          SELECT '', '', 'token', '', '', '', NULL WHERE NOT EXISTS (
            SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE s.id = ${actor.sessionId} AND s.user_id = ${actor.id} AND s.revoked_at IS NULL AND s.expires_at > ${now}
              AND u.status = 'active' AND u.role = ${actor.role})`,
    ];
  }
  if (actor.kind === "api_key") {
    return [
      sql`INSERT INTO api_keys (id, name, prefix, secret_hash, scopes, created_at)
          SELECT '', '', '', '', '[]', NULL WHERE NOT EXISTS (
            SELECT 1 FROM api_keys k LEFT JOIN users u ON u.id = k.owner_id
            WHERE k.id = ${actor.id} AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ${now})
              AND (k.owner_id IS NULL OR u.status = 'active'))`,
    ];
  }
  return [];
}

/** What the violated constraints of `actorInForceStmts` mean. */
export const ACTOR_LOST: Record<string, () => DomainError> = {
  "sessions.confirmed_at": actorLost,
  "api_keys.created_at": actorLost,
};

function actorLost(): DomainError {
  return refused("The credentials have lost their power meanwhile.");
}

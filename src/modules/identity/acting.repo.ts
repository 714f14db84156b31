import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { DomainError } from "../../platform/errors.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import { refused } from "./standing.ts";

/**
 * Undoes a batch that gives power to somebody when whoever asked for it has lost their own since it was checked: the session was
 * ended, the account closed or its role changed, the key revoked. Goes with `ACTOR_LOST`.
 */
export function actorInForceStmts(ctx: Pick<Ctx, "actor" | "now">): Statement[] {
  const { actor } = ctx;
  if (actor.kind === "user") {
    return [
      sql`UPDATE sessions SET confirmed_at = CASE WHEN revoked_at IS NULL AND EXISTS (
            SELECT 1 FROM users u WHERE u.id = sessions.user_id AND u.status = 'active' AND u.role = ${actor.role}
          ) THEN confirmed_at END WHERE id = ${actor.sessionId}`,
    ];
  }
  if (actor.kind === "api_key") {
    return [
      sql`UPDATE api_keys SET created_at = CASE
            WHEN revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${isoTime(ctx.now())}) AND (owner_id IS NULL
              OR EXISTS (SELECT 1 FROM users u WHERE u.id = api_keys.owner_id AND u.status = 'active'))
          THEN created_at END WHERE id = ${actor.id}`,
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

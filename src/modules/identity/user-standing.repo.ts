import { sql } from "drizzle-orm";
import type { Statement } from "../../platform/db.ts";
import type { UserRow } from "./users.repo.ts";

/**
 * Takes over role, status and version of the changed user, if it still is the version before: one that was changed meanwhile violates
 * USER_UNCHANGED, which undoes the whole batch.
 */
export function changeStandingStmt(changed: UserRow): Statement {
  const { id, role, status, updated_at, version } = changed;
  return sql`UPDATE users SET role = ${role}, status = ${status}, updated_at = ${updated_at},
      version = CASE WHEN version = ${version - 1} THEN ${version} END
    WHERE id = ${id}`;
}

/**
 * Undoes a batch (USER_UNCHANGED) that relies on a password, status or address which was checked before, when the account
 * has changed since: somebody else's reset may have ended what the check was good for.
 */
export function userUnchangedStmt(user: { id: string; version: number }): Statement {
  return sql`UPDATE users SET version = CASE WHEN version = ${user.version} THEN version END WHERE id = ${user.id}`;
}

/** The NOT NULL that a user of another version violates. */
export const USER_UNCHANGED = "users.version";

/** Makes all links worthless that were sent to a user. */
export function voidAllOneTimeTokensStmt(userId: string): Statement {
  return sql`UPDATE one_time_tokens SET uses = 1 WHERE user_id = ${userId} AND uses = 0`;
}

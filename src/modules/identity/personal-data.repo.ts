import { sql } from "drizzle-orm";
import type { Role } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { readBatch, type Statement } from "../../platform/db.ts";
import { deleteSecondFactorStmts } from "./second-factors.repo.ts";
import type { SessionKind } from "./sessions.table.ts";

/** All that the accounts' tables hold about a user, without secrets and their hashes. */
export interface AccountData {
  account: {
    id: string;
    email: string;
    username: string | null;
    first_name: string;
    last_name: string;
    role: Role;
    status: string;
    email_verified_at: string | null;
    password_changed_at: string | null;
    last_login_at: string | null;
    created_at: string;
    updated_at: string;
  } | null;
  second_factor: { enabled_at: string | null; created_at: string; recovery_codes_left: number } | null;
  sessions: {
    id: string;
    kind: SessionKind;
    user_agent: string;
    country: string | null;
    created_at: string;
    last_seen_at: string;
    expires_at: string;
    revoked_at: string | null;
    revoked_reason: string | null;
  }[];
  known_devices: { first_seen_at: string; last_seen_at: string }[];
  email_changes: {
    old_email: string;
    new_email: string;
    created_at: string;
    completed_at: string | null;
  }[];
  links_sent: { purpose: string; email: string; created_at: string; used: 0 | 1 }[];
  api_keys: {
    id: string;
    name: string;
    prefix: string;
    scopes: string;
    created_at: string;
    expires_at: string | null;
    revoked_at: string | null;
    last_used_at: string | null;
  }[];
}

type Row<Key extends keyof AccountData> =
  NonNullable<AccountData[Key]> extends (infer Item)[] ? Item : NonNullable<AccountData[Key]>;

/** Reads what is held about a user, in one round trip. */
export async function readAccountData(ctx: Ctx, userId: string): Promise<AccountData> {
  const [account, factors, sessions, devices, emailChanges, links, apiKeys] = await readBatch<
    [
      Row<"account">,
      Row<"second_factor">,
      Row<"sessions">,
      Row<"known_devices">,
      Row<"email_changes">,
      Row<"links_sent">,
      Row<"api_keys">,
    ]
  >(ctx.env.DB, [
    sql`SELECT id, email, username, first_name, last_name, role, status, email_verified_at, password_changed_at, last_login_at,
          created_at, updated_at FROM users WHERE id = ${userId}`,
    sql`SELECT enabled_at, created_at,
          (SELECT COUNT(*) FROM recovery_codes WHERE user_id = ${userId} AND uses = 0) AS recovery_codes_left
        FROM second_factors WHERE user_id = ${userId}`,
    sql`SELECT id, kind, user_agent, country, created_at, last_seen_at, expires_at, revoked_at, revoked_reason
        FROM sessions WHERE user_id = ${userId} ORDER BY created_at`,
    sql`SELECT first_seen_at, last_seen_at FROM known_devices WHERE user_id = ${userId} ORDER BY first_seen_at`,
    sql`SELECT old_email, new_email, created_at, completed_at FROM email_changes WHERE user_id = ${userId} ORDER BY created_at`,
    sql`SELECT purpose, email, created_at, uses AS used FROM one_time_tokens WHERE user_id = ${userId} ORDER BY created_at`,
    sql`SELECT id, name, prefix, scopes, created_at, expires_at, revoked_at, last_used_at
        FROM api_keys WHERE owner_id = ${userId} ORDER BY created_at`,
  ]);
  return {
    account: account[0] ?? null,
    second_factor: factors[0] ?? null,
    sessions,
    known_devices: devices,
    email_changes: emailChanges,
    links_sent: links,
    api_keys: apiKeys,
  };
}

/**
 * Empties an account for good and ends all its credentials; its row stays as what orders and the audit log refer to. The address in its
 * place is one that nobody can foresee, and so take before.
 * A user of another version than the one read violates USER_UNCHANGED, the last active superuser LAST_SUPERUSER.
 */
export function eraseUserStmts(ctx: Ctx, user: { id: string; version: number }): Statement[] {
  const now = isoTime(ctx.now());
  const { id, version } = user;
  return [
    sql`UPDATE users SET email = ${`erased-${crypto.randomUUID()}@erased.invalid`}, username = NULL, first_name = '', last_name = '',
          password_hash = NULL, status = 'erased', email_verified_at = NULL, password_changed_at = NULL, last_login_at = NULL,
          updated_at = ${now}, version = CASE WHEN version = ${version} THEN version + 1 END
        WHERE id = ${id}`,
    sql`DELETE FROM refresh_tokens WHERE session_id IN (SELECT id FROM sessions WHERE user_id = ${id})`,
    sql`UPDATE sessions SET user_agent = '', country = NULL, revoked_at = COALESCE(revoked_at, ${now}),
          revoked_reason = COALESCE(revoked_reason, 'account_erased') WHERE user_id = ${id}`,
    sql`DELETE FROM one_time_tokens WHERE user_id = ${id}`,
    sql`DELETE FROM email_changes WHERE user_id = ${id}`,
    sql`DELETE FROM known_devices WHERE user_id = ${id}`,
    ...deleteSecondFactorStmts(id),
    sql`UPDATE api_keys SET name = 'key of an erased user', revoked_at = COALESCE(revoked_at, ${now}) WHERE owner_id = ${id}`,
  ];
}

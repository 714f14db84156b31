import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement, type Statement } from "../../platform/db.ts";

/** What is kept of a user's second factor; `secret` is sealed. */
export interface SecondFactorRow {
  secret: string;
  created_at: string;
  enabled_at: string | null;
  recovery_codes_left: number;
}

export function findSecondFactor(ctx: Ctx, userId: string): Promise<SecondFactorRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT secret, created_at, enabled_at,
          (SELECT COUNT(*) FROM recovery_codes WHERE user_id = ${userId} AND uses = 0) AS recovery_codes_left
        FROM second_factors WHERE user_id = ${userId}`,
  ).first<SecondFactorRow>();
}

/** Starts setting up an authenticator, or starts again. One that is in use violates SECOND_FACTOR_MOVED. */
export function beginSecondFactorStmt(ctx: Ctx, userId: string, sealedSecret: string): Statement {
  return sql`INSERT INTO second_factors (user_id, secret, created_at) VALUES (${userId}, ${sealedSecret}, ${isoTime(ctx.now())})
    ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret,
      created_at = CASE WHEN enabled_at IS NULL THEN excluded.created_at END`;
}

/** Puts the authenticator with this secret into use. One that was exchanged or enabled meanwhile violates SECOND_FACTOR_MOVED. */
export function enableSecondFactorStmt(ctx: Ctx, userId: string, sealedSecret: string): Statement {
  return sql`UPDATE second_factors SET enabled_at = ${isoTime(ctx.now())},
      created_at = CASE WHEN secret = ${sealedSecret} AND enabled_at IS NULL THEN created_at END
    WHERE user_id = ${userId}`;
}

/** The NOT NULL that is violated when the authenticator is not as it was read any more. */
export const SECOND_FACTOR_MOVED = "second_factors.created_at";

/** Exchanges the sealed form of an unchanged secret. */
export function resealSecondFactorStmt(userId: string, old: string, sealed: string): Statement {
  return sql`UPDATE second_factors SET secret = ${sealed} WHERE user_id = ${userId} AND secret = ${old}`;
}

export function deleteSecondFactorStmts(userId: string): Statement[] {
  return [
    sql`DELETE FROM second_factors WHERE user_id = ${userId}`,
    sql`DELETE FROM recovery_codes WHERE user_id = ${userId}`,
    sql`DELETE FROM totp_uses WHERE user_id = ${userId}`,
  ];
}

/** Exchanges all recovery codes for new ones. */
export function replaceRecoveryCodesStmts(ctx: Ctx, userId: string, hashes: readonly string[]): Statement[] {
  return [
    sql`DELETE FROM recovery_codes WHERE user_id = ${userId}`,
    sql`INSERT INTO recovery_codes (user_id, hash, created_at)
        SELECT ${userId}, value, ${isoTime(ctx.now())} FROM json_each(${JSON.stringify(hashes)})`,
  ];
}

/** Uses a code's time step up: a second use in the same step violates TOTP_USED_ONCE. */
export function useTotpStmt(ctx: Ctx, userId: string, step: number): Statement {
  return sql`INSERT INTO totp_uses (user_id, step, used_at) VALUES (${userId}, ${step}, ${isoTime(ctx.now())})`;
}

export async function isUnusedRecoveryCode(ctx: Ctx, userId: string, hash: string): Promise<boolean> {
  const row = await prepareStatement(
    ctx.env.DB,
    sql`SELECT uses FROM recovery_codes WHERE user_id = ${userId} AND hash = ${hash}`,
  ).first<{ uses: number }>();
  return row?.uses === 0;
}

/** Uses a recovery code up: a second use violates RECOVERY_CODE_USED_ONCE, one that was replaced meanwhile RECOVERY_CODE_GONE. */
export function useRecoveryCodeStmt(userId: string, hash: string): Statement {
  const created = sql`SELECT created_at FROM recovery_codes WHERE user_id = ${userId} AND hash = ${hash}`;
  return sql`INSERT INTO recovery_codes (user_id, hash, created_at, uses) VALUES (${userId}, ${hash}, (${created}), 1)
    ON CONFLICT (user_id, hash) DO UPDATE SET uses = uses + 1`;
}

export const TOTP_USED_ONCE = "totp_uses.user_id, totp_uses.step";
export const RECOVERY_CODE_USED_ONCE = "recovery_codes_used_once";
export const RECOVERY_CODE_GONE = "recovery_codes.created_at";

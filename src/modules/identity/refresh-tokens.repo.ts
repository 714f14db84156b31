import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { refreshTokens } from "./sessions.table.ts";

export interface RefreshTokenRow {
  hash: string;
  session_id: string;
  used_at: string | null;
}

/** Every token among these hashes that was ever given out. */
export async function findRefreshTokens(ctx: Ctx, hashes: readonly string[]): Promise<RefreshTokenRow[]> {
  const { results } = await prepareStatement(
    ctx.env.DB,
    sql`SELECT hash, session_id, used_at FROM refresh_tokens WHERE hash IN ${inList(hashes)}`,
  ).all<RefreshTokenRow>();
  return results;
}

/** Gives a token out. Of two parallel rotations of its predecessor the second violates TOKEN_ROTATED. */
export function insertRefreshTokenStmt(ctx: Ctx, token: { hash: string; sessionId: string }): Statement {
  return insertRows(refreshTokens, [{ ...token, createdAt: isoTime(ctx.now()) }]);
}

/** Uses a token up. One that was used meanwhile, also under another TOKEN_SECRET, violates TOKEN_SPENT. */
export function useRefreshTokenStmt(ctx: Ctx, hash: string): Statement {
  return sql`UPDATE refresh_tokens SET used_at = ${isoTime(ctx.now())},
      created_at = CASE WHEN used_at IS NULL THEN created_at END
    WHERE hash = ${hash}`;
}

export const TOKEN_ROTATED = "refresh_tokens.hash";
export const TOKEN_SPENT = "refresh_tokens.created_at";

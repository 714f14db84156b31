import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { findRefreshTokens, hashRefreshToken, revokeSessionsStmt } from "../identity/index.ts";

/** Ends the login that a refresh token belongs to. A token that is none is not told apart from one that is. */
export async function logOutByToken(ctx: Ctx, refreshToken: string): Promise<void> {
  const [row] = await findRefreshTokens(ctx, [await hashRefreshToken(refreshToken)]);
  if (row) await logOut(ctx, row.session_id);
}

/** Ends one login. */
export async function logOut(ctx: Ctx, sessionId: string): Promise<void> {
  await commit(ctx, {
    statements: [revokeSessionsStmt(ctx, { sessionId }, "logged_out")],
    audit: { action: "session.end", entity: "session", entityId: sessionId },
  });
}

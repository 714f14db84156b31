import { requireUser } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { findStanding, revokeSessionsStmt } from "../identity/index.ts";

/**
 * Ends one of the acting user's logins.
 * @throws resource.not_found for anybody else's, and for one that has ended
 */
export async function revokeSession(ctx: Ctx, sessionId: string): Promise<void> {
  const { id } = requireUser(ctx);
  const session = await findStanding(ctx, { sessionId });
  if (session?.user_id !== id || session.revoked_at !== null) throw notFound("You have no such session.");
  await commit(ctx, {
    statements: [revokeSessionsStmt(ctx, { sessionId }, "revoked_by_user")],
    audit: { action: "session.revoke", entity: "user", entityId: id, after: { session_id: sessionId } },
  });
}

/** Ends all logins of the acting user, or all but the one that asks. */
export async function revokeAllSessions(ctx: Ctx, keepsCurrent: boolean): Promise<void> {
  const { id, sessionId } = requireUser(ctx);
  await commit(ctx, {
    statements: [
      revokeSessionsStmt(
        ctx,
        { userId: id, except: keepsCurrent ? sessionId : undefined },
        "revoked_by_user",
      ),
    ],
    audit: {
      action: "session.revoke_all",
      entity: "user",
      entityId: id,
      after: { kept_current: keepsCurrent },
    },
  });
}

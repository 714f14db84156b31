import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import {
  LAST_SUPERUSER,
  lastSuperuserError,
  revokeSessionsStmt,
  updateUserStmt,
  USER_UNCHANGED,
  userStandingChanged,
  userUnchangedStmt,
} from "../identity/index.ts";
import { accountMoved } from "./accounts.errors.ts";
import { checkPassword, ownCredentials } from "./check-password.ts";

/**
 * Closes the acting user's account until its owner sets a new password by mail. Nothing is deleted; for that there is the erasure.
 * @throws auth.password_wrong, auth.too_many_attempts, user.last_superuser; resource.conflict
 */
export async function deactivate(ctx: Ctx, password: string, address: string): Promise<void> {
  const user = await ownCredentials(ctx);
  await checkPassword(ctx, user, password, address, "#/password");
  await commit(ctx, {
    statements: [
      userUnchangedStmt(user),
      updateUserStmt(ctx, user.id, { status: "deactivated" }),
      revokeSessionsStmt(ctx, { userId: user.id }, "deactivated"),
    ],
    audit: {
      action: "user.deactivate",
      entity: "user",
      entityId: user.id,
      before: { status: user.status },
      after: { status: "deactivated" },
    },
    events: [
      userStandingChanged({
        user_id: user.id,
        role: user.role,
        status: "deactivated",
        changed: ["status"],
      }),
    ],
    constraints: { [LAST_SUPERUSER]: lastSuperuserError, [USER_UNCHANGED]: accountMoved },
  });
}

import { requireUser } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import {
  hashPassword,
  passwordChanged,
  revokeSessionsStmt,
  updateUserStmt,
  USER_UNCHANGED,
  userUnchangedStmt,
  voidOneTimeTokensStmt,
} from "../identity/index.ts";
import { accountMoved } from "./accounts.errors.ts";
import { checkNewPassword, checkPassword, ownCredentials } from "./check-password.ts";

/**
 * Changes the acting user's password and ends all other logins, and what may have been begun by them: a change of address.
 * @throws auth.password_wrong, request.invalid for a bad password, auth.too_many_attempts; resource.conflict
 */
export async function changePassword(
  ctx: Ctx,
  input: { currentPassword: string; newPassword: string },
  address: string,
): Promise<void> {
  const { sessionId } = requireUser(ctx);
  const user = await ownCredentials(ctx);
  const person = { ...user, firstName: user.first_name, lastName: user.last_name };
  checkNewPassword(ctx, input.newPassword, person, "#/new_password");
  await checkPassword(ctx, user, input.currentPassword, address, "#/current_password");
  await commit(ctx, {
    statements: [
      userUnchangedStmt(user),
      updateUserStmt(ctx, user.id, {
        passwordHash: await hashPassword(input.newPassword, ctx.config.PASSWORD_COST),
        passwordChangedAt: isoTime(ctx.now()),
      }),
      voidOneTimeTokensStmt(user.id, ["reset_password", "change_email_current", "change_email_new"]),
      revokeSessionsStmt(ctx, { userId: user.id, except: sessionId }, "password_changed"),
    ],
    audit: { action: "user.change_password", entity: "user", entityId: user.id },
    events: [passwordChanged({ user_id: user.id })],
    constraints: { [USER_UNCHANGED]: accountMoved },
  });
}

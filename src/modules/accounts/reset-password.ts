import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { eraseCart } from "../cart/index.ts";
import { eraseCustomerStmts } from "../customers/index.ts";
import {
  accountTakenOver,
  findUser,
  findUserIdByEmail,
  hashPassword,
  insertOneTimeTokenStmt,
  passwordChanged,
  passwordResetRequested,
  revokeSessionsStmt,
  TOKEN_USED_ONCE,
  unusable,
  updateUserStmt,
  usableToken,
  USER_UNCHANGED,
  useOneTimeTokenStmt,
  userStandingChanged,
  userUnchangedStmt,
  voidAllOneTimeTokensStmt,
} from "../identity/index.ts";
import { attachGuestOrdersStmt } from "../orders/index.ts";
import { accountMoved } from "./accounts.errors.ts";
import { checkNewPassword } from "./check-password.ts";
import { countAttempt, forgetAttempts } from "./throttles.ts";

/**
 * Sends a link to set a new password. Whether there is such an account shows neither in the answer nor in the time.
 * @throws auth.too_many_attempts
 */
export async function requestPasswordReset(ctx: Ctx, email: string, address: string): Promise<void> {
  await countAttempt(ctx, "reset", email, address);
  const userId = await findUserIdByEmail(ctx, email);
  const tokenId = ctx.newId();
  await commit(ctx, {
    statements:
      userId === undefined
        ? []
        : [insertOneTimeTokenStmt(ctx, { id: tokenId, userId, purpose: "reset_password", email })],
    events: [passwordResetRequested(userId === undefined ? {} : { user_id: userId, token_id: tokenId })],
  });
}

/**
 * Sets a new password by a link. Ends every login and every other link; opens an account again that its owner deactivated. As the
 * link was sent to the address, using it confirms the address too. An account whose address was never confirmed before may be a
 * stranger's: it begins anew, with the profile, the address book and the cart empty.
 * @throws auth.token_unusable, request.invalid for a bad password, resource.conflict
 */
export async function resetPassword(
  ctx: Ctx,
  input: { token: string; newPassword: string },
  address: string,
): Promise<void> {
  const token = await usableToken(ctx, input.token, ["reset_password"]);
  const user = await findUser(ctx, token.user_id);
  if (user?.email !== token.email || (user.status !== "active" && user.status !== "deactivated")) {
    throw unusable();
  }
  const person = { ...user, firstName: user.first_name, lastName: user.last_name };
  checkNewPassword(ctx, input.newPassword, person, "#/new_password");
  const now = isoTime(ctx.now());
  const reopens = user.status === "deactivated";
  const confirms = user.email_verified_at === null;
  // Somebody invited has never had a password: what is there, the administrator entered for them.
  const takesOver = confirms && user.password_changed_at !== null;
  await commit(ctx, {
    statements: [
      useOneTimeTokenStmt(token.id),
      userUnchangedStmt(user),
      updateUserStmt(ctx, user.id, {
        passwordHash: await hashPassword(input.newPassword, ctx.config.PASSWORD_COST),
        passwordChangedAt: now,
        ...(confirms ? { emailVerifiedAt: now } : {}),
        ...(takesOver ? { username: null, firstName: "", lastName: "" } : {}),
        ...(reopens ? { status: "active" } : {}),
      }),
      voidAllOneTimeTokensStmt(user.id),
      revokeSessionsStmt(ctx, { userId: user.id }, "password_reset"),
      ...(takesOver ? eraseCustomerStmts(ctx, user.id) : []),
      ...(confirms ? [attachGuestOrdersStmt(ctx, { userId: user.id, email: user.email })] : []),
    ],
    audit: { action: "user.reset_password", entity: "user", entityId: user.id },
    events: [
      passwordChanged({ user_id: user.id }),
      ...(takesOver ? [accountTakenOver({ user_id: user.id })] : []),
      ...(reopens
        ? [
            userStandingChanged({
              user_id: user.id,
              role: user.role,
              status: "active",
              changed: ["status"],
            }),
          ]
        : []),
    ],
    constraints: { [TOKEN_USED_ONCE]: unusable, [USER_UNCHANGED]: accountMoved },
  });
  await Promise.all([
    forgetAttempts(ctx, "login", user.email, address),
    ...(takesOver ? [emptyCart(ctx, user.id)] : []),
  ]);
}

/** At once, before the owner looks into it; the event does the same for sure. */
async function emptyCart(ctx: Ctx, userId: string): Promise<void> {
  try {
    await eraseCart(ctx, userId);
  } catch (error) {
    ctx.log.warn("a stranger's cart is not erased yet, the event will see to it", describeError(error));
  }
}

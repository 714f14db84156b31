import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import {
  emailVerified,
  findCredentials,
  findUserIdByEmail,
  insertOneTimeTokenStmt,
  TOKEN_USED_ONCE,
  unusable,
  updateUserStmt,
  usableToken,
  USER_UNCHANGED,
  useOneTimeTokenStmt,
  userUnchangedStmt,
  verificationRequested,
} from "../identity/index.ts";
import { attachGuestOrdersStmt } from "../orders/index.ts";
import { accountMoved } from "./accounts.errors.ts";
import type { FollowLink } from "./accounts.schema.ts";
import { proveAccount } from "./check-password.ts";
import { countAttempt } from "./throttles.ts";

/**
 * Confirms the address that a link was sent to, when its holder also proves to have the account. What guests ordered with it before
 * becomes the user's: only now is it certain that these are the same person.
 * @throws auth.token_unusable, auth.login_failed, auth.too_many_attempts, resource.conflict
 */
export async function verifyEmail(ctx: Ctx, input: FollowLink, address: string): Promise<void> {
  const token = await usableToken(ctx, input.token, ["verify_email"]);
  const user = await findCredentials(ctx, { id: token.user_id });
  // A link to an address that is no longer the account's confirms nothing.
  if (user?.email !== token.email) throw unusable();
  await proveAccount(ctx, user, input.password, address);
  await commit(ctx, {
    statements: [
      useOneTimeTokenStmt(token.id),
      userUnchangedStmt(user),
      updateUserStmt(ctx, user.id, { emailVerifiedAt: isoTime(ctx.now()) }),
      attachGuestOrdersStmt(ctx, { userId: user.id, email: user.email }),
    ],
    audit: { action: "user.verify_email", entity: "user", entityId: user.id },
    events: [emailVerified({ user_id: user.id })],
    constraints: { [TOKEN_USED_ONCE]: unusable, [USER_UNCHANGED]: accountMoved },
  });
}

/**
 * Sends the link once more. Whether there is such an account, and whether it still needs one, shows neither in the answer nor in the time.
 * @throws auth.too_many_attempts
 */
export async function requestVerification(ctx: Ctx, email: string, address: string): Promise<void> {
  await countAttempt(ctx, "verification", email, address);
  const userId = await findUserIdByEmail(ctx, email, { unverifiedOnly: true });
  const tokenId = ctx.newId();
  await commit(ctx, {
    statements:
      userId === undefined
        ? []
        : [insertOneTimeTokenStmt(ctx, { id: tokenId, userId, purpose: "verify_email", email })],
    events: [verificationRequested(userId === undefined ? {} : { user_id: userId, token_id: tokenId })],
  });
}

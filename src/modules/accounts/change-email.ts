import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { invalidInput } from "../../platform/errors.ts";
import {
  confirmEmailChangeStmt,
  EMAIL_CHANGE_MOVED,
  EMAIL_TAKEN,
  emailChanged,
  emailChangeRequested,
  findCredentials,
  findEmailChange,
  findUser,
  findUserIdByEmail,
  insertEmailChangeStmt,
  insertOneTimeTokenStmt,
  TOKEN_USED_ONCE,
  unusable,
  updateUserStmt,
  usableToken,
  USER_UNCHANGED,
  useOneTimeTokenStmt,
  userUnchangedStmt,
  voidOneTimeTokensStmt,
} from "../identity/index.ts";
import { attachGuestOrdersStmt } from "../orders/index.ts";
import { accountMoved, emailTaken } from "./accounts.errors.ts";
import type { FollowLink } from "./accounts.schema.ts";
import { checkPassword, ownCredentials, proveAccount } from "./check-password.ts";
import { countAttempt } from "./throttles.ts";

/**
 * Begins a change of address: both addresses get a link, also one that belongs to another account, which only its holder
 * finds out by using it.
 * @throws auth.password_wrong, auth.too_many_attempts, request.invalid for the present address; resource.conflict
 */
export async function requestEmailChange(
  ctx: Ctx,
  input: { email: string; password: string },
  address: string,
): Promise<void> {
  const user = await ownCredentials(ctx);
  if (input.email === user.email) {
    throw invalidInput("This is your address already.", {
      errors: [{ pointer: "#/email", code: "unchanged", message: "is your address already" }],
    });
  }
  await checkPassword(ctx, user, input.password, address, "#/password");
  // The new address may be a stranger's, who must not be flooded.
  await countAttempt(ctx, "email_change", input.email, address);
  const [changeId, oldTokenId, newTokenId] = [ctx.newId(), ctx.newId(), ctx.newId()];
  const common = { userId: user.id, emailChangeId: changeId };
  await commit(ctx, {
    statements: [
      userUnchangedStmt(user),
      // Only the change asked for last can be confirmed.
      voidOneTimeTokensStmt(user.id, ["change_email_current", "change_email_new"]),
      insertEmailChangeStmt(ctx, {
        id: changeId,
        userId: user.id,
        oldEmail: user.email,
        newEmail: input.email,
      }),
      insertOneTimeTokenStmt(ctx, {
        ...common,
        id: oldTokenId,
        purpose: "change_email_current",
        email: user.email,
      }),
      insertOneTimeTokenStmt(ctx, {
        ...common,
        id: newTokenId,
        purpose: "change_email_new",
        email: input.email,
      }),
    ],
    audit: { action: "user.request_email_change", entity: "user", entityId: user.id },
    events: [
      emailChangeRequested({
        user_id: user.id,
        email_change_id: changeId,
        old_token_id: oldTokenId,
        new_token_id: newTokenId,
      }),
    ],
    constraints: { [USER_UNCHANGED]: accountMoved },
  });
}

class OtherSideMoved extends Error {}

/**
 * One of the two addresses confirms, when its holder also proves to have the account. With the second one the account gets the new
 * address.
 * @throws auth.token_unusable, auth.login_failed, auth.too_many_attempts, resource.conflict
 * @throws account.email_taken to the holder of the new address when it belongs to another account; to the old one only when
 *   it was registered after the new one had confirmed
 */
export async function confirmEmailChange(
  ctx: Ctx,
  input: FollowLink,
  address: string,
): Promise<"waiting" | "changed"> {
  const token = await usableToken(ctx, input.token, ["change_email_current", "change_email_new"]);
  const side = token.purpose === "change_email_current" ? "old" : "new";
  const owner = await findCredentials(ctx, { id: token.user_id });
  if (owner?.status !== "active") throw unusable();
  await proveAccount(ctx, owner, input.password, address);
  if (side === "new" && (await findUserIdByEmail(ctx, token.email)) !== undefined) throw taken();
  for (let attempt = 1; ; attempt++) {
    const change = await findEmailChange(ctx, token.email_change_id ?? "");
    const user = change && (await findUser(ctx, change.user_id));
    if (!change || user?.status !== "active" || user.email !== change.old_email) throw unusable();
    const completes = (side === "old" ? change.new_confirmed_at : change.old_confirmed_at) !== null;
    const { new_email: email } = change;
    try {
      await commit(ctx, {
        statements: [
          useOneTimeTokenStmt(token.id),
          userUnchangedStmt(user),
          confirmEmailChangeStmt(ctx, change.id, side, completes),
          ...(completes
            ? [
                updateUserStmt(ctx, user.id, { email, emailVerifiedAt: isoTime(ctx.now()) }),
                attachGuestOrdersStmt(ctx, { userId: user.id, email }),
              ]
            : []),
        ],
        audit: {
          action: "user.confirm_email_change",
          entity: "user",
          entityId: user.id,
          after: { side, completes },
        },
        events: completes ? [emailChanged({ user_id: user.id, email_change_id: change.id })] : [],
        constraints: {
          [TOKEN_USED_ONCE]: unusable,
          [USER_UNCHANGED]: accountMoved,
          [EMAIL_CHANGE_MOVED]: () => new OtherSideMoved(),
          [EMAIL_TAKEN]: taken,
        },
      });
      return completes ? "changed" : "waiting";
    } catch (error) {
      if (!(error instanceof OtherSideMoved) || attempt === 3) throw error;
    }
  }
}

function taken() {
  return emailTaken("This address belongs to another account.");
}

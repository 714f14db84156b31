import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertCustomerStmt } from "../customers/index.ts";
import {
  EMAIL_TAKEN,
  findHolders,
  findUserIdByEmail,
  hashPassword,
  insertOneTimeTokenStmt,
  insertUserStmt,
  registrationRepeated,
  USERNAME_TAKEN,
  usernameTakenError,
  userRegistered,
} from "../identity/index.ts";
import { checkNewPassword } from "./check-password.ts";
import { countAttempt } from "./throttles.ts";

export interface Register {
  email: string;
  username?: string | undefined;
  password: string;
  first_name?: string | undefined;
  last_name?: string | undefined;
}

class AddressTaken extends Error {}

/**
 * Makes an account with a customer's profile and sends the link that confirms the address. When the address belongs to an account
 * already, nothing is made and its owner gets a mail instead; the caller cannot tell the difference, by the answer or by the time.
 * @throws request.invalid for a bad password, account.username_taken, auth.too_many_attempts
 */
export async function register(ctx: Ctx, input: Register, address: string): Promise<void> {
  const { email, username } = input;
  const person = { email, username, firstName: input.first_name ?? "", lastName: input.last_name ?? "" };
  checkNewPassword(ctx, input.password, person, "#/password");
  await countAttempt(ctx, "register", email, address);
  const [holders, passwordHash] = await Promise.all([
    findHolders(ctx, { email, username }),
    hashPassword(input.password, ctx.config.PASSWORD_COST),
  ]);
  // First, for both kinds of address: a name that is known to be taken must not tell them apart.
  if (holders.username !== undefined) throw usernameTakenError();
  if (holders.email !== undefined) return tellOwner(ctx, holders.email);
  const now = isoTime(ctx.now());
  const userId = ctx.newId();
  const tokenId = ctx.newId();
  try {
    await commit(ctx, {
      statements: [
        insertUserStmt({
          id: userId,
          ...person,
          username: username ?? null,
          passwordHash,
          passwordChangedAt: now,
          createdAt: now,
          updatedAt: now,
        }),
        insertCustomerStmt(ctx, { id: userId }),
        insertOneTimeTokenStmt(ctx, { id: tokenId, userId, purpose: "verify_email", email }),
      ],
      audit: { action: "user.register", entity: "user", entityId: userId },
      events: [userRegistered({ user_id: userId, token_id: tokenId })],
      constraints: {
        [EMAIL_TAKEN]: () => new AddressTaken(),
        [USERNAME_TAKEN]: usernameTakenError,
      },
    });
  } catch (error) {
    if (!(error instanceof AddressTaken)) throw error;
    const owner = await findUserIdByEmail(ctx, email);
    if (owner !== undefined) await tellOwner(ctx, owner);
  }
}

async function tellOwner(ctx: Ctx, userId: string): Promise<void> {
  await commit(ctx, { statements: [], events: [registrationRepeated({ user_id: userId })] });
}

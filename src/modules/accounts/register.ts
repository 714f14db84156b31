import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Locale } from "../../platform/locale.ts";
import { insertCustomerStmt } from "../customers/index.ts";
import {
  EMAIL_TAKEN,
  findHolders,
  hashPassword,
  insertOneTimeTokenStmt,
  insertUserStmt,
  registrationRepeated,
  reserveUsernameStmt,
  USERNAME_RESERVED,
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
  /** Which language mails to them are written in. */
  locale?: Locale | undefined;
}

class AddressTaken extends Error {}

/**
 * Makes an account with a customer's profile and sends the link that confirms the address. When the address belongs to an account
 * already, nothing is made but the username reserved, as an account would have it, and its owner gets a mail instead; the caller cannot
 * tell the difference, by the answer, by the time or by asking again.
 * @throws request.invalid for a bad password, account.username_taken, auth.too_many_attempts
 */
export async function register(ctx: Ctx, input: Register, address: string): Promise<void> {
  const { email, username } = input;
  const person = { email, username, firstName: input.first_name ?? "", lastName: input.last_name ?? "" };
  checkNewPassword(ctx, input.password, person, "#/password");
  await countAttempt(ctx, "register", email, address);
  const hash = hashPassword(input.password, ctx.config.PASSWORD_COST);
  for (let attempt = 1; ; attempt++) {
    const [holders, passwordHash] = await Promise.all([findHolders(ctx, { email, username }), hash]);
    // First, for both kinds of address: a name that is known to be taken must not tell them apart.
    if (holders.username) throw usernameTakenError();
    if (holders.email !== undefined) return tellOwner(ctx, holders.email, username);
    try {
      return await makeAccount(ctx, { ...person, passwordHash }, input.locale);
    } catch (error) {
      // Somebody registered the address at the same time: now it is a taken one.
      if (!(error instanceof AddressTaken) || attempt === 3) throw error;
    }
  }
}

async function makeAccount(
  ctx: Ctx,
  person: {
    email: string;
    username: string | undefined;
    firstName: string;
    lastName: string;
    passwordHash: string;
  },
  locale: Locale | undefined,
): Promise<void> {
  const now = isoTime(ctx.now());
  const userId = ctx.newId();
  const tokenId = ctx.newId();
  await commit(ctx, {
    statements: [
      insertUserStmt({
        id: userId,
        ...person,
        username: person.username ?? null,
        passwordChangedAt: now,
        createdAt: now,
        updatedAt: now,
      }),
      insertCustomerStmt(ctx, { id: userId, locale }),
      insertOneTimeTokenStmt(ctx, { id: tokenId, userId, purpose: "verify_email", email: person.email }),
    ],
    audit: { action: "user.register", entity: "user", entityId: userId },
    events: [userRegistered({ user_id: userId, token_id: tokenId })],
    constraints: {
      [EMAIL_TAKEN]: () => new AddressTaken(),
      [USERNAME_TAKEN]: usernameTakenError,
    },
  });
}

async function tellOwner(ctx: Ctx, userId: string, username: string | undefined): Promise<void> {
  await commit(ctx, {
    statements: username === undefined ? [] : [reserveUsernameStmt(ctx, username)],
    events: [registrationRepeated({ user_id: userId })],
    constraints: { [USERNAME_TAKEN]: usernameTakenError, [USERNAME_RESERVED]: usernameTakenError },
  });
}

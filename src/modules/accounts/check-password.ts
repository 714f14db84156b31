import { requireUser } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { invalidInput } from "../../platform/errors.ts";
import {
  type CredentialsRow,
  findCredentials,
  passwordProblems,
  refused,
  verifyPassword,
} from "../identity/index.ts";
import { loginFailed, passwordWrong } from "./accounts.errors.ts";
import { countAttempt } from "./throttles.ts";

/** The acting user with what a password or code is checked against. */
export async function ownCredentials(ctx: Ctx): Promise<CredentialsRow> {
  const user = await findCredentials(ctx, { id: requireUser(ctx).id });
  if (user?.status !== "active") throw refused("This account is not active.");
  return user;
}

/**
 * Asks a signed-in user for the password once more. Wrong guesses count together with those at the login.
 * @throws auth.password_wrong, auth.too_many_attempts
 */
export async function checkPassword(
  ctx: Ctx,
  user: CredentialsRow,
  password: string,
  address: string,
  pointer: string,
): Promise<void> {
  if (await passwordFits(ctx, user, password, address)) return;
  throw passwordWrong("The password is wrong.", {
    errors: [{ pointer, code: "wrong", message: "is not your password" }],
  });
}

/**
 * Asks who follows a mailed link, which proves the mailbox, to prove the account too: by its password, or by being signed in to
 * it. A single click must not hand what belongs to an address to whoever entered that address.
 * @throws auth.login_failed, auth.too_many_attempts
 */
export async function proveAccount(
  ctx: Ctx,
  user: CredentialsRow,
  password: string | undefined,
  address: string,
): Promise<void> {
  if (password === undefined) {
    if (ctx.actor.kind === "user" && ctx.actor.id === user.id) return;
    throw loginFailed("Send the password of the account, too, or sign in to it first.", {
      errors: [{ pointer: "#/password", code: "required", message: "is needed" }],
    });
  }
  if (await passwordFits(ctx, user, password, address)) return;
  throw loginFailed("The password is not that of the account.", {
    errors: [{ pointer: "#/password", code: "wrong", message: "is not that of the account" }],
  });
}

async function passwordFits(
  ctx: Ctx,
  user: CredentialsRow,
  password: string,
  address: string,
): Promise<boolean> {
  const attempt = await countAttempt(ctx, "login", user.email, address);
  const { ok } = await verifyPassword(password, user.password_hash, ctx.config.PASSWORD_COST);
  if (ok) await attempt.succeeded();
  return ok;
}

/**
 * Refuses passwords that are tried first.
 * @throws request.invalid with all that is wrong
 */
export function checkNewPassword(
  ctx: Pick<Ctx, "config">,
  password: string,
  person: { email: string; username?: string | null | undefined; firstName: string; lastName: string },
  pointer: string,
): void {
  const { email, username, firstName, lastName } = person;
  const names = [firstName, lastName, `${firstName} ${lastName}`];
  const context = [email, username ?? "", ...names, ctx.config.SHOP_NAME].filter(
    (text) => text.trim() !== "",
  );
  const problems = passwordProblems(password, context);
  const [first] = problems;
  if (!first) return;
  throw invalidInput(`The password ${first.message}.`, {
    errors: problems.map((problem) => ({ pointer, ...problem })),
  });
}

import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";
import {
  checkCode,
  type CodeUse,
  credentialsByEmailStmt,
  type CredentialsRow,
  devicesByEmailStmt,
  hashPassword,
  updatePasswordHashStmt,
  verifyPassword,
} from "../identity/index.ts";
import { accountNotActive, loginFailed, secondFactorRequired } from "./accounts.errors.ts";
import type { Origin } from "./origin.ts";
import { type AttemptCount, countAttempt } from "./throttles.ts";

export interface LogIn {
  email: string;
  password: string;
  totp?: string | undefined;
}

/** A login that has proved everything it had to. */
export interface CheckedLogin {
  user: CredentialsRow;
  /** Hashes of the devices that the account was used from before. */
  devices: readonly string[];
  use: CodeUse;
  /** To be called when the session has begun. */
  succeeded(): Promise<void>;
}

const NO_CODE: CodeUse = { statements: [], events: [], constraints: {} };

/**
 * Checks email, password and, where there is one, the second factor. An account that does not exist takes the same reads and
 * the same hash as one that does, and gets the same answer as a wrong password. So does one whose address has to be confirmed first:
 * who registers an address must not learn from it whether it was free.
 * @throws auth.too_many_attempts, auth.login_failed; after the right password auth.account_not_active,
 *   auth.second_factor_required, auth.second_factor_invalid
 */
export async function checkLogin(ctx: Ctx, input: LogIn, origin: Origin): Promise<CheckedLogin> {
  const attempt = await countAttempt(ctx, "login", input.email, origin.address);
  const [[user], devices] = await readBatch<[CredentialsRow, { device_hash: string }]>(ctx.env.DB, [
    credentialsByEmailStmt(input.email),
    devicesByEmailStmt(input.email),
  ]);
  const cost = ctx.config.PASSWORD_COST;
  const { ok, needsRehash } = await verifyPassword(input.password, user?.password_hash ?? null, cost);
  const mustConfirm = ctx.config.REQUIRE_VERIFIED_EMAIL;
  if (!user || !ok || (mustConfirm && user.email_verified_at === null)) {
    throw loginFailed(
      mustConfirm
        ? "Email or password is wrong, or the address is not confirmed yet."
        : "Email or password is wrong.",
    );
  }
  if (user.status !== "active") {
    throw accountNotActive(
      user.status === "deactivated"
        ? "You deactivated this account. Setting a new password (POST /api/v1/auth/password-reset) opens it again."
        : "This account is disabled. Ask the shop.",
    );
  }
  const { use, counted } = await checkSecondFactor(ctx, user, input.totp, origin, attempt);
  if (needsRehash) {
    const hash = await hashPassword(input.password, cost);
    ctx.waitUntil(commit(ctx, { statements: [updatePasswordHashStmt(user.id, user.password_hash, hash)] }));
  }
  return {
    user,
    devices: devices.map((row) => row.device_hash),
    use,
    succeeded: async () => {
      await Promise.all([attempt.succeeded(), counted?.succeeded()]);
    },
  };
}

async function checkSecondFactor(
  ctx: Ctx,
  user: CredentialsRow,
  code: string | undefined,
  origin: Origin,
  attempt: AttemptCount,
): Promise<{ use: CodeUse; counted?: AttemptCount }> {
  if (user.totp_secret === null) return { use: NO_CODE };
  if (code === undefined) {
    await attempt.takenBack();
    throw secondFactorRequired("Send the code of your authenticator app, or a recovery code, as totp.");
  }
  const counted = await countAttempt(ctx, "code", user.id, origin.address);
  return { use: await checkCode(ctx, { id: user.id, sealedSecret: user.totp_secret }, code), counted };
}

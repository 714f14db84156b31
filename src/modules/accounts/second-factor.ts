import { requireUser } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import {
  beginSecondFactorStmt,
  checkCode,
  confirmSessionStmt,
  deleteSecondFactorStmts,
  enableSecondFactorStmt,
  findSecondFactor,
  hashRecoveryCode,
  newRecoveryCodes,
  newTotpSecret,
  replaceRecoveryCodesStmts,
  revokeSessionsStmt,
  SECOND_FACTOR_MOVED,
  sealTotpSecret,
  secondFactorChanged,
  totpUri,
  updateUserStmt,
  USER_UNCHANGED,
  userUnchangedStmt,
} from "../identity/index.ts";
import { accountMoved, emailUnverified, secondFactorActive, secondFactorMissing } from "./accounts.errors.ts";
import { ownCredentials } from "./check-password.ts";
import { countAttempt } from "./throttles.ts";

/** Whether the acting user has a second factor, and how many recovery codes are left. */
export async function readSecondFactor(ctx: Ctx) {
  const factor = await findSecondFactor(ctx, requireUser(ctx).id);
  return {
    enabled: factor?.enabled_at != null,
    ...(factor?.enabled_at == null ? {} : { enabled_at: factor.enabled_at }),
    recovery_codes_left: factor?.enabled_at == null ? 0 : factor.recovery_codes_left,
  };
}

/**
 * Makes the secret for an authenticator app. It counts only when a first code has proved that the app has it. Who has not confirmed
 * the account's address gets none: who registered with somebody else's could lock its holder out for good.
 * @throws auth.email_unverified, auth.second_factor_active
 */
export async function beginEnrolment(ctx: Ctx): Promise<{ secret: string; otpauth_uri: string }> {
  const user = await ownCredentials(ctx);
  if (user.email_verified_at === null)
    throw emailUnverified("Confirm your address by the link that was sent to it first.");
  if (user.totp_secret !== null) throw activeError();
  const secret = newTotpSecret();
  await commit(ctx, {
    statements: [beginSecondFactorStmt(ctx, user.id, await sealTotpSecret(ctx, user.id, secret))],
    audit: { action: "second_factor.begin", entity: "user", entityId: user.id },
    constraints: { [SECOND_FACTOR_MOVED]: activeError },
  });
  const otpauth_uri = totpUri({ secret, account: user.email, issuer: ctx.config.SHOP_NAME });
  return { secret, otpauth_uri };
}

/**
 * Puts the authenticator into use and gives out the recovery codes. Every other login ends: from now on whoever is logged in has proved to
 * have the authenticator, so that a stolen password cannot take it away again.
 * @throws auth.second_factor_missing, auth.second_factor_active, auth.second_factor_invalid, auth.too_many_attempts;
 *   resource.conflict when it was begun anew or completed at the same time
 */
export async function completeEnrolment(ctx: Ctx, code: string, address: string): Promise<string[]> {
  const { id, sessionId } = requireUser(ctx);
  const factor = await findSecondFactor(ctx, id);
  if (!factor) throw missingError();
  if (factor.enabled_at !== null) throw activeError();
  const attempt = await countAttempt(ctx, "code", id, address);
  // A second run with the same code, from another tab, fails as a whole: its recovery codes would replace the first ones.
  const use = await checkCode(ctx, { id, sealedSecret: factor.secret }, code);
  const { codes, hashes } = await freshCodes();
  await commit(ctx, {
    statements: [
      ...use.statements,
      enableSecondFactorStmt(ctx, id, factor.secret),
      ...replaceRecoveryCodesStmts(ctx, id, hashes),
      // With the version, as a login that is just being checked must not get through without a code.
      updateUserStmt(ctx, id, {}),
      revokeSessionsStmt(ctx, { userId: id, except: sessionId }, "second_factor_enabled"),
      confirmSessionStmt(ctx, sessionId),
    ],
    audit: { action: "second_factor.enable", entity: "user", entityId: id },
    events: [secondFactorChanged({ user_id: id, change: "enabled" })],
    constraints: { ...use.constraints, [SECOND_FACTOR_MOVED]: accountMoved },
  });
  await attempt.succeeded();
  return codes;
}

/**
 * Exchanges the recovery codes for new ones.
 * @throws auth.second_factor_missing; resource.conflict when the account changed at the same time
 */
export async function renewRecoveryCodes(ctx: Ctx): Promise<string[]> {
  const user = await ownCredentials(ctx);
  if (user.totp_secret === null) throw missingError();
  const { codes, hashes } = await freshCodes();
  await commit(ctx, {
    statements: [
      userUnchangedStmt(user),
      updateUserStmt(ctx, user.id, {}),
      ...replaceRecoveryCodesStmts(ctx, user.id, hashes),
    ],
    audit: { action: "second_factor.renew_recovery_codes", entity: "user", entityId: user.id },
    constraints: { [USER_UNCHANGED]: accountMoved },
  });
  return codes;
}

/**
 * Takes the second factor away.
 * @throws auth.second_factor_missing; resource.conflict when the account changed at the same time
 */
export async function removeSecondFactor(ctx: Ctx): Promise<void> {
  const user = await ownCredentials(ctx);
  if (user.totp_secret === null) throw missingError();
  await commit(ctx, {
    statements: [
      userUnchangedStmt(user),
      updateUserStmt(ctx, user.id, {}),
      ...deleteSecondFactorStmts(user.id),
    ],
    audit: { action: "second_factor.remove", entity: "user", entityId: user.id },
    events: [secondFactorChanged({ user_id: user.id, change: "disabled" })],
    constraints: { [USER_UNCHANGED]: accountMoved },
  });
}

async function freshCodes(): Promise<{ codes: string[]; hashes: string[] }> {
  const codes = newRecoveryCodes();
  return { codes, hashes: await Promise.all(codes.map(hashRecoveryCode)) };
}

function activeError() {
  return secondFactorActive("A second factor is in use. Remove it before you set up another one.");
}

function missingError() {
  return secondFactorMissing("No second factor is set up. Begin with POST /api/v1/auth/totp.");
}

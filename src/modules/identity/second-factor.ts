import type { Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import { open, seal } from "../../platform/secret-box.ts";
import { secondFactorInvalid } from "./identity.errors.ts";
import { secondFactorChanged } from "./identity.events.ts";
import { hashRecoveryCode, normalizeRecoveryCode } from "./recovery-codes.ts";
import {
  isUnusedRecoveryCode,
  RECOVERY_CODE_GONE,
  RECOVERY_CODE_USED_ONCE,
  resealSecondFactorStmt,
  TOTP_USED_ONCE,
  useRecoveryCodeStmt,
  useTotpStmt,
} from "./second-factors.repo.ts";
import { matchingStep } from "./totp.ts";

/** What of a unit of work uses a code up: whoever comes second with the same code fails as a whole. */
export type CodeUse = Required<Pick<Work, "statements" | "events" | "constraints">>;

/** The authenticator's secret as it is stored: of no use without TOKEN_SECRET. */
export function sealTotpSecret(ctx: Pick<Ctx, "config">, userId: string, secret: string): Promise<string> {
  return seal(ctx.config.TOKEN_SECRET, purposeOf(userId), secret);
}

function purposeOf(userId: string): string {
  return `totp:${userId}`;
}

/** After a rotation of TOKEN_SECRET every use seals the secret anew, so that the old one can be dropped in the end. */
async function resealStmts(
  ctx: Ctx,
  user: { id: string; sealedSecret: string },
  secret: string,
): Promise<Statement[]> {
  const isCurrent = await open(ctx.config.TOKEN_SECRET.slice(0, 1), purposeOf(user.id), user.sealedSecret);
  if (isCurrent !== undefined) return [];
  return [resealSecondFactorStmt(user.id, user.sealedSecret, await sealTotpSecret(ctx, user.id, secret))];
}

/**
 * Checks a code of the authenticator, or a recovery code, and says how to use it up.
 * @throws auth.second_factor_invalid
 */
export async function checkCode(
  ctx: Ctx,
  user: { id: string; sealedSecret: string },
  code: string,
): Promise<CodeUse> {
  // Recovery codes first: they work also when the authenticator's secret cannot be opened any more.
  const recoveryCode = normalizeRecoveryCode(code);
  if (recoveryCode !== undefined) return checkRecoveryCode(ctx, user.id, recoveryCode);
  const secret = await open(ctx.config.TOKEN_SECRET, purposeOf(user.id), user.sealedSecret);
  if (secret === undefined) {
    ctx.log.error("a second factor was sealed with a TOKEN_SECRET that is gone", { user_id: user.id });
    throw invalidCode();
  }
  const step = matchingStep(secret, code, ctx.now());
  if (step === undefined) throw invalidCode();
  return {
    statements: [useTotpStmt(ctx, user.id, step), ...(await resealStmts(ctx, user, secret))],
    events: [],
    constraints: { [TOTP_USED_ONCE]: invalidCode },
  };
}

async function checkRecoveryCode(ctx: Ctx, userId: string, code: string): Promise<CodeUse> {
  const hash = await hashRecoveryCode(code);
  if (!(await isUnusedRecoveryCode(ctx, userId, hash))) throw invalidCode();
  return {
    statements: [useRecoveryCodeStmt(userId, hash)],
    events: [secondFactorChanged({ user_id: userId, change: "recovery_code_used" })],
    constraints: { [RECOVERY_CODE_USED_ONCE]: invalidCode, [RECOVERY_CODE_GONE]: invalidCode },
  };
}

function invalidCode() {
  return secondFactorInvalid("The code is not valid, or was used before. Wait for the next one.", {
    errors: [{ pointer: "#/totp", code: "invalid_code", message: "is not valid, or was used before" }],
  });
}

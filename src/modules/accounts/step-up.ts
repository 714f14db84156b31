import { requireUser } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { checkCode, confirmSessionStmt } from "../identity/index.ts";
import { secondFactorRequired } from "./accounts.errors.ts";
import { checkPassword, ownCredentials } from "./check-password.ts";
import { countAttempt } from "./throttles.ts";

/**
 * The user proves to be present: with a code where there is a second factor, else with the password. For some minutes the
 * session may then do what asks for it.
 * @throws auth.second_factor_required, auth.second_factor_invalid, auth.password_wrong, auth.too_many_attempts
 */
export async function stepUp(
  ctx: Ctx,
  input: { password?: string | undefined; totp?: string | undefined },
  address: string,
): Promise<void> {
  const { sessionId } = requireUser(ctx);
  const user = await ownCredentials(ctx);
  if (user.totp_secret === null) {
    await checkPassword(ctx, user, input.password ?? "", address, "#/password");
    await commit(ctx, { statements: [confirmSessionStmt(ctx, sessionId)] });
    return;
  }
  if (input.totp === undefined) throw secondFactorRequired("Send a code of your second factor as totp.");
  const attempt = await countAttempt(ctx, "code", user.id, address);
  const use = await checkCode(ctx, { id: user.id, sealedSecret: user.totp_secret }, input.totp);
  await commit(ctx, { ...use, statements: [...use.statements, confirmSessionStmt(ctx, sessionId)] });
  await attempt.succeeded();
}

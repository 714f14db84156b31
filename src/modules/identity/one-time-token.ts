import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { signToken, verifyToken } from "../../platform/tokens.ts";
import { tokenUnusable } from "./identity.errors.ts";
import { findOneTimeToken, type OneTimeTokenRow } from "./one-time-tokens.repo.ts";
import type { TokenPurpose } from "./one-time-tokens.table.ts";

/** The text of a one-time token, as a mail carries it. Signed rather than stored, so no row of ours lets anybody use it. */
export function oneTimeTokenText(ctx: Pick<Ctx, "config">, tokenId: string): Promise<string> {
  return signToken(ctx, "one_time", tokenId);
}

/**
 * The row behind a token that came back.
 * @throws auth.token_unusable when it is not genuine, for something else, expired or used
 */
export async function usableToken(
  ctx: Ctx,
  text: string,
  purposes: readonly TokenPurpose[],
): Promise<OneTimeTokenRow> {
  const id = await verifyToken(ctx, "one_time", text);
  const row = id === undefined ? null : await findOneTimeToken(ctx, id);
  if (!row || !purposes.includes(row.purpose) || row.uses > 0 || row.expires_at <= isoTime(ctx.now())) {
    throw unusable();
  }
  return row;
}

/** The 422 for a link that leads nowhere (any more). */
export function unusable() {
  return tokenUnusable("The link is not valid, has been used, or has expired. Ask for a new one.", {
    errors: [
      { pointer: "#/token", code: "unusable", message: "is not valid, has been used, or has expired" },
    ],
  });
}

import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { findOneTimeToken, type OneTimeTokenRow, oneTimeTokenText } from "../identity/index.ts";

/** A link that proves who follows it: so it goes to the address that it was made for and to no other. */
export interface AccountLink {
  to: string;
  url: string;
  /** When it ends, as an RFC 3339 time. */
  until: string;
}

/** The pages below ACCOUNT_URL; public/account has them, and so has a storefront that brings its own. */
const PAGE_OF: Record<OneTimeTokenRow["purpose"], string> = {
  verify_email: "verify-email",
  reset_password: "reset-password",
  change_email_current: "confirm-email",
  change_email_new: "confirm-email",
};

/** The link of a one-time token; undefined when it leads nowhere any more: used, replaced or expired. */
export async function accountLink(ctx: Ctx, tokenId: string): Promise<AccountLink | undefined> {
  const token = await findOneTimeToken(ctx, tokenId);
  if (!token || token.uses > 0 || token.expires_at <= isoTime(ctx.now())) return undefined;
  const url = `${ctx.config.ACCOUNT_URL}/${PAGE_OF[token.purpose]}?token=${await oneTimeTokenText(ctx, token.id)}`;
  return { to: token.email, url, until: token.expires_at };
}

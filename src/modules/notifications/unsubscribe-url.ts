import type { Ctx } from "../../platform/ctx.ts";
import { signToken } from "../../platform/tokens.ts";
import { addressHashes, maskedAddress } from "./address-mark.ts";

/**
 * Where the reader of a marketing mail gets no more of the kind, with one click and without a login: for the mail's last lines and for its
 * List-Unsubscribe header (RFC 8058). The same for the same reader; the token names no address.
 */
export async function unsubscribeUrl(
  ctx: Pick<Ctx, "config">,
  reader: { to: string; userId?: string | undefined },
): Promise<string> {
  const [hash = ""] = await addressHashes(ctx, reader.to);
  const subject = [hash, reader.userId ?? "", maskedAddress(reader.to).slice(0, 100)].join(" ");
  const token = await signToken(ctx, "unsubscribe", subject);
  return `${ctx.config.PUBLIC_URL}/api/v1/notifications/unsubscribe?token=${token}`;
}

/** What a genuine token's subject says. */
export function readerOf(subject: string): { hash: string; userId: string | undefined; masked: string } {
  const [hash = "", userId = "", ...masked] = subject.split(" ");
  return { hash, userId: userId === "" ? undefined : userId, masked: masked.join(" ") };
}

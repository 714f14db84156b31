import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { verifyToken } from "../../platform/tokens.ts";
import { findCustomer, stopMarketing } from "../customers/index.ts";
import { addressHashes } from "./address-mark.ts";
import { unsubscribeLinkInvalid } from "./notifications.errors.ts";
import { liftUnsubscribedStmt, suppressionStmt } from "./suppressions.repo.ts";
import { readerOf } from "./unsubscribe-url.ts";

/** Whether the token of a link to unsubscribe is genuine. */
export async function isUnsubscribeToken(ctx: Ctx, token: string | undefined): Promise<boolean> {
  return token !== undefined && (await verifyToken(ctx, "unsubscribe", token)) !== undefined;
}

/**
 * Sends no more news to the reader of the mail that the token came with: to its address, and to the account that it was for. Doing it again
 * changes nothing.
 * @throws notification.unsubscribe_link_invalid
 */
export async function unsubscribe(ctx: Ctx, token: string | undefined): Promise<void> {
  const subject = token === undefined ? undefined : await verifyToken(ctx, "unsubscribe", token);
  if (subject === undefined) throw unsubscribeLinkInvalid("The token is missing, or is not genuine.");
  const { hash, userId, masked } = readerOf(subject);
  await commit(ctx, {
    statements: [
      suppressionStmt(ctx, { hash, masked, scope: "marketing", reason: "unsubscribed", source: "recipient" }),
    ],
  });
  if (userId !== undefined) await stopMarketing(ctx, userId);
}

/** A customer who asks for news gets them, also when they had unsubscribed before. What a complaint brought stays. */
export async function welcomeBack(ctx: Ctx, customerId: string): Promise<void> {
  const customer = await findCustomer(ctx, customerId);
  if (!customer?.accepts_marketing) return;
  await commit(ctx, { statements: [liftUnsubscribedStmt(await addressHashes(ctx, customer.email))] });
}

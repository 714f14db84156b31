import { addSeconds } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { maskText } from "../../platform/log.ts";
import { type Mail, MailError, sendMail } from "../../platform/mailer.ts";
import { addressHashes } from "./address-mark.ts";
import { keepInMailbox } from "./mailbox.ts";
import { sentStmt, unsentStmt } from "./notifications.repo.ts";
import type { Category } from "./notifications.table.ts";
import { findSuppression, newSuppressionStmt } from "./suppressions.repo.ts";
import { unsubscribeUrl } from "./unsubscribe-url.ts";

/** A mail that this run holds. */
export interface Claim {
  id: string;
  category: Category;
  userId?: string | undefined;
  /** This one counted. */
  attempts: number;
}

/** 1, 2, 4 … minutes, up to an hour. */
const FIRST_RETRY_SECONDS = 60;
const MAX_RETRY_SECONDS = 3_600;
/** As long as a service may ask to wait. */
const MAX_WAIT_SECONDS = 24 * 3_600;

/**
 * Sends a mail that this run has claimed, and records what came of it. Whether the address may get it is looked at last, so that a suppression
 * that came after the claim counts.
 * @throws MailError for what may succeed later, after recording when to try again
 */
export async function deliver(ctx: Ctx, claim: Claim, mail: Mail): Promise<void> {
  const status = await attempt(ctx, claim, mail);
  if (status instanceof MailError) {
    await keepInMailbox(ctx, claim.id, mail, "failed");
    throw status;
  }
  await keepInMailbox(ctx, claim.id, mail, status);
}

async function attempt(
  ctx: Ctx,
  claim: Claim,
  mail: Mail,
): Promise<"sent" | "failed" | "suppressed" | MailError> {
  const { id, category } = claim;
  const hashes = await addressHashes(ctx, mail.to);
  const suppression = await findSuppression(ctx, hashes, category);
  if (suppression) {
    const error = `no mail to this address: ${suppression.reason}`;
    await commit(ctx, { statements: [unsentStmt(ctx, id, { status: "suppressed", error })] });
    return "suppressed";
  }
  try {
    const accepted = await sendMail(ctx, { ...mail, id, headers: await headersOf(ctx, claim, mail) });
    await commit(ctx, { statements: [sentStmt(ctx, id, accepted)] });
    return "sent";
  } catch (failure) {
    // Whatever happened after the service took the mail is no refusal: the event, or the sweep, tries again when the lock has ended.
    if (!(failure instanceof MailError)) throw failure;
    return refused(ctx, claim, mail, failure);
  }
}

/** Records a refusal; hands back what a retry may mend. */
async function refused(
  ctx: Ctx,
  { id, attempts }: Claim,
  mail: Mail,
  failure: MailError,
): Promise<"failed" | "suppressed" | MailError> {
  const error = maskText(failure.message).slice(0, 500);
  if (failure.failure === "retry") {
    const backoff = Math.min(FIRST_RETRY_SECONDS * 2 ** (attempts - 1), MAX_RETRY_SECONDS);
    const retryAt = addSeconds(
      ctx.now(),
      Math.min(Math.max(backoff, failure.retryAfterSeconds ?? 0), MAX_WAIT_SECONDS),
    );
    const unsent = deriveCtx(ctx, { delivery: undefined });
    await commit(unsent, { statements: [unsentStmt(ctx, id, { status: "failed", error, retryAt })] });
    return failure;
  }
  const status = failure.failure === "suppressed" ? "suppressed" : "failed";
  const suppression =
    status === "suppressed"
      ? [
          await newSuppressionStmt(ctx, {
            address: mail.to,
            scope: "all",
            reason: "provider",
            source: ctx.config.MAILER,
            notificationId: id,
          }),
        ]
      : [];
  await commit(ctx, { statements: [unsentStmt(ctx, id, { status, error }), ...suppression] });
  ctx.log.warn("mail refused for good", { notification_id: id, error });
  return status;
}

/** News carry a way out that mail programs can take with one click (RFC 8058). */
async function headersOf(
  ctx: Ctx,
  { category, userId }: Claim,
  { to }: Mail,
): Promise<Record<string, string> | undefined> {
  if (category !== "marketing") return undefined;
  return {
    "List-Unsubscribe": `<${await unsubscribeUrl(ctx, { to, userId })}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}

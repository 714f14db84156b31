import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { emptyMailbox, hasMailbox } from "./mailbox.ts";
import { findMailsOf, forgetRecipientStmts } from "./notifications.repo.ts";

/**
 * Takes out of the record of mails whom they went to: all of a user's and all about these orders. That they were sent stays, and so do
 * suppressions, which name nobody. Doing it again changes nothing.
 */
export async function forgetRecipient(ctx: Ctx, userId: string, orderIds: readonly string[]): Promise<void> {
  if (hasMailbox(ctx)) {
    const mails = await findMailsOf(ctx, userId, orderIds);
    await emptyMailbox(
      ctx,
      mails.map((mail) => mail.id),
    );
  }
  await commit(ctx, { statements: forgetRecipientStmts(userId, orderIds) });
}

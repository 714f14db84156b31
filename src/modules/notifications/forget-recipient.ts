import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { forgetRecipientStmt } from "./notifications.repo.ts";

/**
 * Takes out of the record of mails whom they went to: all of a user's and all about these orders. That they were sent stays.
 * Doing it again changes nothing.
 */
export async function forgetRecipient(ctx: Ctx, userId: string, orderIds: readonly string[]): Promise<void> {
  await commit(ctx, { statements: [forgetRecipientStmt(userId, orderIds)] });
}

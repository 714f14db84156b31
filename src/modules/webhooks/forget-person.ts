import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { forgetPersonStmts } from "./messages.repo.ts";

/**
 * Takes a person out of the webhooks that told of them: the bodies and answers are gone, what was still to be sent is not. That, when and
 * whereto they were sent stays. Doing it again changes nothing.
 */
export async function forgetPerson(ctx: Ctx, customerId: string, orderIds: readonly string[]): Promise<void> {
  await commit(ctx, { statements: forgetPersonStmts(ctx, customerId, orderIds) });
}

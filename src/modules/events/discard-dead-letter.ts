import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type DeadLetterRow, discardStmts, OPEN } from "./dead-letters.repo.ts";
import { notOpen } from "./events.errors.ts";
import { deadLetterOrThrow } from "./list-dead-letters.ts";

/** Puts a dead letter away for good: the event does not get to this subscriber. @throws dead_letter.closed resource.not_found */
export async function discardDeadLetter(ctx: Ctx, id: string, reason: string): Promise<DeadLetterRow> {
  const row = await deadLetterOrThrow(ctx, id);
  await commit(ctx, {
    statements: discardStmts(ctx, id, reason),
    audit: {
      action: "dead_letter.discard",
      entity: "dead_letter",
      entityId: id,
      before: { status: row.status },
      after: { status: "discarded", reason },
    },
    constraints: { [OPEN]: () => notOpen(`The dead letter is ${row.status}.`) },
  });
  return deadLetterOrThrow(ctx, id);
}

import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { checkVersion, overtaken } from "../../platform/overtaken.ts";
import { requireDraftAction } from "./draft-orders.errors.ts";
import { closeDraftStmt, DRAFT_UNCHANGED } from "./draft-orders.repo.ts";
import { draftOrThrow } from "./read-draft.ts";

/**
 * Gives a draft up; it can still be read. One that was given up already stays so.
 * @throws resource.not_found; draft_order.transition_refused when it was sent; resource.precondition_failed, resource.conflict
 */
export async function cancelDraft(
  ctx: Ctx,
  { id, expectedVersion }: { id: string; expectedVersion: number | undefined },
): Promise<void> {
  const row = await draftOrThrow(ctx, id);
  checkVersion(row, expectedVersion);
  if (row.status === "cancelled") return;
  requireDraftAction(row, "cancel");
  await commit(ctx, {
    statements: [closeDraftStmt(ctx, row, { status: "cancelled" })],
    audit: {
      action: "draft_order.cancel",
      entity: "draft_order",
      entityId: id,
      before: { status: row.status },
      after: { status: "cancelled" },
    },
    constraints: { [DRAFT_UNCHANGED]: () => overtaken(expectedVersion) },
  });
}

import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { overtaken } from "../../platform/overtaken.ts";
import { rateOrThrow } from "./get-zone.ts";
import { deleteRateStmts, RATE_UNCHANGED } from "./rates.repo.ts";

/**
 * Deletes a rate. A cart that chose it has to choose again.
 * @throws resource.not_found; resource.precondition_failed; resource.conflict
 */
export async function deleteRate(
  ctx: Ctx,
  target: { id: string; rate_id: string; expectedVersion: number | undefined },
): Promise<void> {
  requirePermission(ctx, "system:admin");
  const before = await rateOrThrow(ctx, target, target.expectedVersion);
  await commit(ctx, {
    statements: deleteRateStmts(before),
    audit: { action: "shipping_rate.delete", entity: "shipping_rate", entityId: before.id, before },
    constraints: { [RATE_UNCHANGED]: () => overtaken(target.expectedVersion) },
  });
}

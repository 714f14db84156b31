import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { overtaken } from "../../platform/overtaken.ts";
import { zoneOrThrow } from "./get-zone.ts";
import { zoneView } from "./zones.view.ts";
import { deleteZoneStmts, ZONE_UNCHANGED } from "./zones.repo.ts";

/**
 * Deletes a zone with its rates. Orders keep what they were placed with; a cart that chose one of them has to choose again.
 * @throws resource.not_found; resource.precondition_failed; resource.conflict
 */
export async function deleteZone(
  ctx: Ctx,
  target: { id: string; expectedVersion: number | undefined },
): Promise<void> {
  requirePermission(ctx, "system:admin");
  const before = await zoneOrThrow(ctx, target.id, target.expectedVersion);
  await commit(ctx, {
    statements: deleteZoneStmts(before),
    audit: {
      action: "shipping_zone.delete",
      entity: "shipping_zone",
      entityId: before.id,
      before: zoneView(before),
    },
    constraints: { [ZONE_UNCHANGED]: () => overtaken(target.expectedVersion) },
  });
}

import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { overtaken } from "../../platform/overtaken.ts";
import { taxRateOrThrow } from "./get-tax-rate.ts";
import { deleteTaxRateStmts, TAX_RATE_UNCHANGED } from "./tax-rates.repo.ts";

/**
 * Deletes a tax rate. Orders keep the taxes that they were placed with.
 * @throws resource.not_found; resource.precondition_failed; resource.conflict
 */
export async function deleteTaxRate(
  ctx: Ctx,
  target: { id: string; expectedVersion: number | undefined },
): Promise<void> {
  requirePermission(ctx, "system:admin");
  const before = await taxRateOrThrow(ctx, target.id, target.expectedVersion);
  await commit(ctx, {
    statements: deleteTaxRateStmts(before),
    audit: { action: "tax_rate.delete", entity: "tax_rate", entityId: before.id, before },
    constraints: { [TAX_RATE_UNCHANGED]: () => overtaken(target.expectedVersion) },
  });
}

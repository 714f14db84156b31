import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { checkVersion, overtaken } from "../../platform/overtaken.ts";
import { taxExemptionOrThrow } from "./get-tax-exemption.ts";
import { audited } from "./save-tax-exemption.ts";
import { deleteTaxExemptionStmts, TAX_EXEMPTION_UNCHANGED } from "./tax-exemptions.repo.ts";

/**
 * Ends the exemption of a customer.
 * @throws resource.not_found; resource.precondition_failed; resource.conflict
 */
export async function deleteTaxExemption(
  ctx: Ctx,
  target: { customerId: string; expectedVersion: number | undefined },
): Promise<void> {
  requirePermission(ctx, "order:manage");
  const before = await taxExemptionOrThrow(ctx, target.customerId);
  checkVersion(before, target.expectedVersion);
  await commit(ctx, {
    statements: deleteTaxExemptionStmts(before),
    audit: {
      action: "customer.end_tax_exemption",
      entity: "customer",
      entityId: target.customerId,
      before: audited(before),
    },
    constraints: { [TAX_EXEMPTION_UNCHANGED]: () => overtaken(target.expectedVersion) },
  });
}

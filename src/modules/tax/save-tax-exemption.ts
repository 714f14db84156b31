import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { checkVersion, overtaken } from "../../platform/overtaken.ts";
import { taxExemptionOrThrow } from "./get-tax-exemption.ts";
import {
  findTaxExemption,
  NO_SUCH_CUSTOMER,
  saveTaxExemptionStmt,
  TAX_EXEMPTION_UNCHANGED,
  type TaxExemptionRow,
} from "./tax-exemptions.repo.ts";
import type { TaxExemptionBody } from "./tax-exemptions.schema.ts";

/**
 * Exempts a customer from all taxes: orders of the signed-in customer are priced without from now on. The certificate stays out of the
 * audit log, which outlives the person's data.
 * @throws resource.not_found when there is no such customer; resource.precondition_failed; resource.conflict
 */
export async function saveTaxExemption(
  ctx: Ctx,
  target: { customerId: string; expectedVersion: number | undefined },
  body: TaxExemptionBody,
): Promise<{ row: TaxExemptionRow; created: boolean }> {
  requirePermission(ctx, "order:manage");
  const { customerId, expectedVersion } = target;
  const before = await findTaxExemption(ctx, customerId);
  checkVersion(before ?? { version: 0 }, expectedVersion);
  await commit(ctx, {
    statements: [saveTaxExemptionStmt(ctx, customerId, before, body)],
    audit: {
      action: "customer.exempt_from_tax",
      entity: "customer",
      entityId: customerId,
      ...(before ? { before: audited(before) } : {}),
      after: audited(body),
    },
    constraints: {
      [TAX_EXEMPTION_UNCHANGED]: () => overtaken(expectedVersion),
      ...Object.fromEntries(
        NO_SUCH_CUSTOMER.map((name) => [name, () => notFound("There is no such customer.")]),
      ),
    },
  });
  return { row: await taxExemptionOrThrow(ctx, customerId), created: before === null };
}

/** What the audit log may know of an exemption. */
export function audited(of: {
  reason: string;
  certificate?: string | null | undefined;
  valid_until?: string | null | undefined;
}) {
  return { reason: of.reason, valid_until: of.valid_until ?? null, has_certificate: of.certificate != null };
}

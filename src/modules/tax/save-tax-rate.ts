import { requirePermission } from "../../platform/auth.ts";
import { commit, type Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { overtaken } from "../../platform/overtaken.ts";
import { placeText } from "../../platform/places.ts";
import { taxRateTaken } from "./tax.errors.ts";
import { taxRateOrThrow } from "./get-tax-rate.ts";
import {
  insertTaxRateStmt,
  replaceTaxRateStmt,
  TAX_RATE_UNCHANGED,
  TAX_RATE_UNIQUE,
  type TaxRateRow,
} from "./tax-rates.repo.ts";
import type { TaxRateBody } from "./tax-rates.schema.ts";

/** Makes a tax rate. Carts learn of it with their next look at the database. @throws tax.rate_taken */
export async function createTaxRate(ctx: Ctx, body: TaxRateBody): Promise<TaxRateRow> {
  requirePermission(ctx, "system:admin");
  const id = ctx.newId();
  await commit(ctx, {
    statements: [insertTaxRateStmt(ctx, id, body)],
    audit: { action: "tax_rate.create", entity: "tax_rate", entityId: id, after: body },
    constraints: takenBy(body),
  });
  return taxRateOrThrow(ctx, id);
}

/**
 * Replaces a tax rate. Orders keep the taxes that they were placed with.
 * @throws resource.not_found; resource.precondition_failed; resource.conflict; tax.rate_taken
 */
export async function replaceTaxRate(
  ctx: Ctx,
  target: { id: string; expectedVersion: number | undefined },
  body: TaxRateBody,
): Promise<TaxRateRow> {
  requirePermission(ctx, "system:admin");
  const before = await taxRateOrThrow(ctx, target.id, target.expectedVersion);
  await commit(ctx, {
    statements: [replaceTaxRateStmt(ctx, before, body)],
    audit: { action: "tax_rate.replace", entity: "tax_rate", entityId: before.id, before, after: body },
    constraints: { ...takenBy(body), [TAX_RATE_UNCHANGED]: () => overtaken(target.expectedVersion) },
  });
  return taxRateOrThrow(ctx, target.id);
}

function takenBy(body: TaxRateBody): NonNullable<Work["constraints"]> {
  const { tax_class, priority } = body;
  const what = `${placeText(body)}, class ${tax_class}, priority ${priority}`;
  return {
    [TAX_RATE_UNIQUE]: () =>
      taxRateTaken(
        `There is a tax rate for ${what} already. Change that one, or add this under another priority.`,
        {
          facts: { tax_class, priority },
        },
      ),
  };
}

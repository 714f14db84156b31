import { requirePermission } from "../../platform/auth.ts";
import { commit, type Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { DomainError } from "../../platform/errors.ts";
import { overtaken } from "../../platform/overtaken.ts";
import { placeText, placeView } from "../../platform/places.ts";
import { taxRateTaken } from "./tax.errors.ts";
import { taxRateOrThrow } from "./get-tax-rate.ts";
import {
  findTaxRateLike,
  insertTaxRateStmt,
  replaceTaxRateStmt,
  TAX_RATE_NO_OVERLAP,
  TAX_RATE_UNCHANGED,
  TAX_RATE_UNIQUE,
  type TaxRateRow,
} from "./tax-rates.repo.ts";
import type { TaxRateBody } from "./tax-rates.schema.ts";

/** Makes a tax rate. Carts learn of it with their next look at the database. @throws tax.rate_taken */
export async function createTaxRate(ctx: Ctx, body: TaxRateBody): Promise<TaxRateRow> {
  requirePermission(ctx, "system:admin");
  const id = ctx.newId();
  await save(ctx, id, body, {
    statements: [insertTaxRateStmt(ctx, id, body)],
    audit: { action: "tax_rate.create", entity: "tax_rate", entityId: id, after: body },
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
  await save(ctx, target.id, body, {
    statements: [replaceTaxRateStmt(ctx, before, body)],
    audit: { action: "tax_rate.replace", entity: "tax_rate", entityId: before.id, before, after: body },
    constraints: { [TAX_RATE_UNCHANGED]: () => overtaken(target.expectedVersion) },
  });
  return taxRateOrThrow(ctx, target.id);
}

class RateTaken extends Error {}

async function save(ctx: Ctx, id: string, body: TaxRateBody, work: Work): Promise<void> {
  try {
    await commit(ctx, {
      ...work,
      constraints: {
        ...work.constraints,
        [TAX_RATE_UNIQUE]: () => new RateTaken(),
        [TAX_RATE_NO_OVERLAP]: () => new RateTaken(),
      },
    });
  } catch (error) {
    throw error instanceof RateTaken ? await takenError(ctx, id, body) : error;
  }
}

/** Names the rate that is in the way, unless it has just gone. */
async function takenError(ctx: Ctx, id: string, body: TaxRateBody): Promise<DomainError> {
  const { tax_class, priority } = body;
  const found = await findTaxRateLike(ctx, body, id);
  const what = `${placeText(found ?? body)}, class ${tax_class}, priority ${priority}`;
  return taxRateTaken(
    `There is a tax rate for ${what} already${found ? `: "${found.name}"` : ""}. Change that one, or add this under another priority.`,
    {
      facts: {
        ...{ tax_class, priority },
        ...(found ? { rate: { id: found.id, name: found.name }, place: placeView(found) } : {}),
      },
    },
  );
}

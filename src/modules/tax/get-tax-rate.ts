import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { checkVersion } from "../../platform/overtaken.ts";
import { findTaxRate, type TaxRateRow } from "./tax-rates.repo.ts";

/** @throws resource.not_found; resource.precondition_failed when it is not of `expectedVersion` */
export async function taxRateOrThrow(ctx: Ctx, id: string, expectedVersion?: number): Promise<TaxRateRow> {
  const row = await findTaxRate(ctx, id);
  if (!row) throw notFound("There is no such tax rate.");
  checkVersion(row, expectedVersion);
  return row;
}

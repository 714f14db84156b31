import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { findTaxExemption, type TaxExemptionRow } from "./tax-exemptions.repo.ts";

/** @throws resource.not_found when the customer is not exempt */
export async function taxExemptionOrThrow(ctx: Ctx, customerId: string): Promise<TaxExemptionRow> {
  const row = await findTaxExemption(ctx, customerId);
  if (!row) throw notFound("There is no such customer, or no exemption.");
  return row;
}

import { requirePermission } from "../../platform/auth.ts";
import { fingerprint } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf, type Pagination } from "../../platform/pagination.ts";
import { findTaxRates, type TaxRateRow } from "./tax-rates.repo.ts";

export interface ListTaxRates {
  limit: number;
  cursor?: string | undefined;
  country?: string | undefined;
  tax_class?: string | undefined;
}

/** One keyset page of the tax rates, in the order in which they were made. */
export async function listTaxRates(
  ctx: Ctx,
  { limit, cursor, ...filter }: ListTaxRates,
): Promise<{ rows: TaxRateRow[]; pagination: Pagination }> {
  requirePermission(ctx, "order:manage");
  const sort = `id:${fingerprint(JSON.stringify(filter))}`;
  const after = decodeCursor(cursor, sort)?.id ?? "";
  const rows = await findTaxRates(ctx, filter, { after, limit: limit + 1 });
  return pageOf(rows, limit, (row) => ({ sort, value: row.id, id: row.id }));
}

import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { preconditionFailed } from "../../platform/errors.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { noSuchVariant, unknownVariants } from "./inventory.errors.ts";
import type { Stock } from "./inventory.schema.ts";
import { findStock, findStockPage, type StockFilter } from "./stock.repo.ts";
import { stockView } from "./stock.view.ts";

/**
 * The stock of a variant.
 * @throws resource.not_found; resource.precondition_failed when it is not of `expectedVersion`
 */
export async function stockOrThrow(ctx: Ctx, variantId: string, expectedVersion?: number): Promise<Stock> {
  const row = await findStock(ctx, { variantId });
  if (!row) throw noSuchVariant();
  return ofVersion(stockView(row), expectedVersion);
}

/** The stock of a variant for whoever tells of it; undefined when there is no such variant. */
export async function readStock(ctx: Ctx, variantId: string): Promise<Stock | undefined> {
  const row = await findStock(ctx, { variantId });
  return row ? stockView(row) : undefined;
}

/** As `stockOrThrow`, for a variant that a body names. @throws request.invalid when there is no such variant */
export async function namedStock(
  ctx: Ctx,
  name: { variant_id?: string | undefined; sku?: string | undefined },
  expectedVersion?: number,
): Promise<Stock> {
  const by = name.sku === undefined ? { variantId: name.variant_id ?? "" } : { sku: name.sku };
  const row = await findStock(ctx, by);
  if (!row) throw unknownVariants([name.sku === undefined ? "#/variant_id" : "#/sku"]);
  return ofVersion(stockView(row), expectedVersion);
}

function ofVersion(stock: Stock, expected: number | undefined): Stock {
  if (expected === undefined || stock.version === expected) return stock;
  throw stale();
}

export function stale() {
  return preconditionFailed("The stock has changed since it was read: read it again and decide anew.");
}

interface ListStock extends StockFilter {
  limit: number;
  cursor?: string | undefined;
}

const SORT = "sku";

/** One keyset page of variants with their stock, by SKU. */
export async function listStock(ctx: Ctx, { limit, cursor, ...filter }: ListStock) {
  requirePermission(ctx, "inventory:manage");
  const rows = await findStockPage(ctx, filter, decodeCursor(cursor, SORT), limit + 1);
  const page = pageOf(rows, limit, (row) => ({ sort: SORT, value: row.sku, id: row.variant_id }));
  return { data: page.rows.map(stockView), pagination: page.pagination };
}

import type { Ctx } from "../../platform/ctx.ts";
import type { Stock } from "./inventory.schema.ts";
import { findStockPage } from "./stock.repo.ts";
import { stockView } from "./stock.view.ts";

/** The first variants, by SKU, of which fewer are available than their threshold, for whoever tells of them. */
export async function listLowStock(ctx: Ctx, limit: number): Promise<Stock[]> {
  return (await findStockPage(ctx, { low_stock: true, archived: false }, undefined, limit)).map(stockView);
}

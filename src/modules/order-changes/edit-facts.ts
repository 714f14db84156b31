import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";
import type { Address } from "../../platform/http/schemas.ts";
import { sellableOf, type SellableRow, sellableStmt, type SellableVariant } from "../catalog/index.ts";
import { type Level, levelsStmt } from "../inventory/index.ts";
import { linesOf, type OrderRow } from "../orders/index.ts";
import { type Market, marketOf, type MarketRow, marketStmt } from "../shipping/index.ts";
import { type CountedRefund, findCountedRefunds } from "./order-changes.repo.ts";
import type { EditFields } from "./order-changes.schema.ts";

/** What the system of record says at this moment about what an edit names. */
export interface EditFacts {
  /** Every variant of the order and of the edit, also those that are not sold any more. */
  variants: SellableVariant[];
  /** The ids of those that are sold. */
  sold: ReadonlySet<string>;
  levels: Level[];
  /** Where the order goes after the edit, and what that means. */
  address: Address;
  market: Market;
  /** What went back of its money already. */
  refunds: CountedRefund[];
}

/** Reads what an edit of the order depends on: its own customer's exemption from tax counts, whoever edits. */
export async function readEditFacts(ctx: Ctx, order: OrderRow, edit: EditFields): Promise<EditFacts> {
  const asked = edit.line_items ?? [];
  const ids = [
    ...linesOf(order).map((line) => line.variant_id),
    ...asked.flatMap((line) => line.variant_id ?? []),
  ];
  const address = edit.shipping_address ?? (JSON.parse(order.shipping_address) as Address);
  const [byId, bySku, markets] = await readBatch<[SellableRow, SellableRow, MarketRow]>(ctx.env.DB, [
    sellableStmt("id", ids),
    sellableStmt(
      "sku",
      asked.flatMap((line) => line.sku ?? []),
    ),
    marketStmt(address, order.customer_id ?? ""),
  ]);
  const rows = [...new Map([...byId, ...bySku].map((row) => [row.variant_id, row])).values()];
  const variants = rows.flatMap((row) => sellableOf({ ...row, sold: 1 }, ctx.config.PUBLIC_URL) ?? []);
  const [[levels], refunds, market] = await Promise.all([
    readBatch<[Level]>(ctx.env.DB, [levelsStmt(variants.map((variant) => variant.variantId))]),
    findCountedRefunds(ctx, order.id),
    marketOf(ctx, markets[0], address, variants),
  ]);
  const sold = new Set(rows.filter((row) => row.sold === 1).map((row) => row.variant_id));
  return { variants, sold, levels, address, market, refunds };
}

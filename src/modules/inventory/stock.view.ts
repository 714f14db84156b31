import { fingerprint } from "../../platform/crypto.ts";
import type { Stock } from "./inventory.schema.ts";
import type { LevelJson, StockRow } from "./stock.repo.ts";

/** The stock of a variant at every location and in all. Its version grows with each change of a level or of the policy. */
export function stockView(row: StockRow): Stock {
  const rows = JSON.parse(row.levels) as LevelJson[];
  const levels = rows.map(({ version: _version, active, ...level }) => ({
    ...level,
    active: active === 1,
    available: active === 1 ? level.on_hand - level.reserved : 0,
  }));
  const sum = (figures: number[]) => figures.reduce((total, figure) => total + figure, 0);
  return {
    variant_id: row.variant_id,
    product_id: row.product_id,
    sku: row.sku,
    name: row.name,
    title: row.title,
    archived: row.archived === 1,
    levels,
    on_hand: sum(levels.map((level) => level.on_hand)),
    reserved: sum(levels.map((level) => level.reserved)),
    available: row.available,
    low_stock_threshold: row.low_stock_threshold,
    low_stock: row.available < row.low_stock_threshold,
    backorder: { allowed: row.inventory_policy === "continue", limit: row.backorder_limit },
    version: row.stock_version + sum(rows.map((level) => level.version)),
  };
}

/** A variant's stock with its ETag. Names and the state of locations belong to the answer, and are no part of the version. */
export function stockReply(stock: Stock) {
  return { body: stock, etag: `"${stock.version}-${fingerprint(JSON.stringify(stock))}"` };
}

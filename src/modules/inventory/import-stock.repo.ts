import { sql } from "drizzle-orm";
import { actorId } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import { MAIN_LOCATION_ID } from "./inventory.table.ts";
import { unmarkLowStmt } from "./stock-write.repo.ts";

export interface ImportedStock {
  variantId: string;
  /** Sellable units, as a product export counts them: what open orders have reserved comes on top. null leaves them as they are. */
  available: number | null;
  backorder: boolean;
}

/**
 * Statements that set the stock of any number of variants at the main location to imported figures:
 * on_hand becomes available + reserved, and the ledger gets the difference. Unchanged levels get no movement.
 */
export function importStockStmts(ctx: Ctx, stock: readonly ImportedStock[]): Statement[] {
  if (stock.length === 0) return [];
  const now = isoTime(ctx.now());
  const rows = JSON.stringify(
    stock.map((item) => [item.variantId, item.available, item.backorder ? 1 : 0, ctx.newId()]),
  );
  return [
    sql`INSERT INTO stock_levels (variant_id, location_id, backorder, updated_at)
        SELECT value ->> 0, ${MAIN_LOCATION_ID}, value ->> 2, ${now} FROM json_each(${rows}) WHERE true
        ON CONFLICT DO NOTHING`,
    sql`INSERT INTO stock_movements (id, variant_id, location_id, delta, balance, kind, actor_kind, actor_id, created_at)
        SELECT j.value ->> 3, l.variant_id, l.location_id, (j.value ->> 1) + l.reserved - l.on_hand, (j.value ->> 1) + l.reserved, 'import',
               ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${now}
        FROM json_each(${rows}) j JOIN stock_levels l ON l.variant_id = j.value ->> 0 AND l.location_id = ${MAIN_LOCATION_ID}
        WHERE (j.value ->> 1) + l.reserved <> l.on_hand AND j.value ->> 1 IS NOT NULL`,
    sql`UPDATE stock_levels
        SET on_hand = COALESCE((j.value ->> 1) + reserved, on_hand), backorder = j.value ->> 2, version = version + 1, updated_at = ${now}
        FROM json_each(${rows}) j
        WHERE stock_levels.variant_id = j.value ->> 0 AND stock_levels.location_id = ${MAIN_LOCATION_ID}
          AND (on_hand <> COALESCE((j.value ->> 1) + reserved, on_hand) OR backorder <> j.value ->> 2)`,
    unmarkLowStmt(stock.map((item) => item.variantId)),
  ];
}

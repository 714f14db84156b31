import { sql } from "drizzle-orm";
import { actorId } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import { MAIN_LOCATION_ID } from "./inventory.table.ts";
import { makeLevelsStmt, unmarkLowStmt } from "./stock-write.repo.ts";

/** Units that came back and can be sold again. */
interface Restocked {
  variantId: string;
  /** Default: the main location. One that does not exist violates "FOREIGN KEY". */
  locationId?: string | undefined;
  /** At least 1. */
  quantity: number;
  orderId: string;
  /** What they came back with: the return's id. */
  reference: string;
}

/**
 * Puts units that were sent back on the shelf, with a movement of the kind `return` each. Whoever commits it emits `stockChanged`
 * for the variants. What is not to be sold again needs nothing: it left the books when it was sold.
 */
export function restockStmts(ctx: Ctx, units: readonly Restocked[]): Statement[] {
  if (units.length === 0) return [];
  const now = isoTime(ctx.now());
  const moves = units.map(({ locationId = MAIN_LOCATION_ID, ...unit }) => ({
    ...unit,
    locationId,
    id: ctx.newId(),
  }));
  const rows = JSON.stringify(moves);
  return [
    makeLevelsStmt(ctx, moves),
    sql`UPDATE stock_levels AS l SET on_hand = on_hand + m.quantity, version = version + 1, updated_at = ${now}
        FROM (SELECT value ->> 'variantId' AS variant_id, value ->> 'locationId' AS location_id, SUM(value ->> 'quantity') AS quantity
              FROM json_each(${rows}) GROUP BY 1, 2) m
        WHERE l.variant_id = m.variant_id AND l.location_id = m.location_id`,
    sql`INSERT INTO stock_movements (id, variant_id, location_id, delta, balance, kind, reference, order_id, actor_kind, actor_id, created_at)
        SELECT j.value ->> 'id', l.variant_id, l.location_id, j.value ->> 'quantity',
          l.on_hand - COALESCE(SUM(j.value ->> 'quantity') OVER (PARTITION BY l.variant_id, l.location_id ORDER BY j.key
            ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), 0),
          'return', j.value ->> 'reference', j.value ->> 'orderId', ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${now}
        FROM json_each(${rows}) j
          JOIN stock_levels l ON l.variant_id = j.value ->> 'variantId' AND l.location_id = j.value ->> 'locationId'`,
    unmarkLowStmt([...new Set(units.map((unit) => unit.variantId))]),
  ];
}

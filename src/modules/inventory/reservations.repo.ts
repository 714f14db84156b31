import { type SQL, sql } from "drizzle-orm";
import { actorId } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, type Statement } from "../../platform/db.ts";
import type { Allocation } from "./allocate.ts";
import { stockReservations } from "./inventory.table.ts";
import { isLow } from "./stock.repo.ts";

/** The CHECKs that a batch violates which reserves or removes more than there is, or than may be back-ordered. */
export const NOT_OVERSOLD = "stock_levels_not_oversold";

/** The CHECK that a batch violates which gives back more than a level counts as reserved. */
export const RESERVED_NOT_NEGATIVE = "stock_levels_reserved_not_negative";

/** The NOT NULL that a batch violates which reserves at a location that is closed. */
export const LOCATION_ACTIVE = "stock_levels.reserved";

/** Reads what active locations have of variants, best location first; made to fit into a batch. */
export function levelsStmt(variantIds: readonly string[]): Statement {
  return sql`
    SELECT s.variant_id AS variant_id, s.location_id AS location_id, s.on_hand - s.reserved AS available,
      s.backorder AS backorder, s.backorder_limit AS backorder_limit
    FROM stock_levels s JOIN locations l ON l.id = s.location_id
    WHERE s.variant_id IN ${inList(variantIds)} AND l.active = 1 ORDER BY l.priority, s.location_id`;
}

/** The lines of an order for which stock was ever held; made to fit into a batch. */
export function heldLinesStmt(orderId: string): Statement {
  return sql`SELECT DISTINCT order_line_id FROM stock_reservations WHERE order_id = ${orderId}`;
}

/**
 * Holds stock for an order. More than is available violates NOT_OVERSOLD, a location that was closed since LOCATION_ACTIVE;
 * either undoes the whole batch.
 */
export function reserveStmts(ctx: Ctx, orderId: string, allocations: readonly Allocation[]): Statement[] {
  if (allocations.length === 0) return [];
  const now = isoTime(ctx.now());
  return [
    insertRows(
      stockReservations,
      allocations.map((allocation) => ({
        id: ctx.newId(),
        orderId,
        ...allocation,
        state: "open" as const,
        createdAt: now,
      })),
    ),
    sql`UPDATE stock_levels SET version = version + 1, updated_at = ${now}, reserved = CASE WHEN EXISTS
            (SELECT 1 FROM locations l WHERE l.id = stock_levels.location_id AND l.active = 1) THEN reserved + a.quantity END
        FROM (SELECT value ->> 'variantId' AS variant_id, value ->> 'locationId' AS location_id, SUM(value ->> 'quantity') AS quantity
              FROM json_each(${JSON.stringify(allocations)}) GROUP BY 1, 2) a
        WHERE stock_levels.variant_id = a.variant_id AND stock_levels.location_id = a.location_id`,
  ];
}

/** Gives back what an order still holds. Repeating it changes nothing. */
export function releaseStmts(ctx: Ctx, orderId: string): Statement[] {
  const now = isoTime(ctx.now());
  const which = heldBy([orderId]);
  return [
    sql`UPDATE stock_levels SET reserved = reserved - r.quantity, version = version + 1, updated_at = ${now}
        FROM ${sumsOf(which)} r
        WHERE stock_levels.variant_id = r.variant_id AND stock_levels.location_id = r.location_id`,
    sql`UPDATE product_variants AS v SET is_low = 0
        WHERE is_low = 1 AND id IN (SELECT variant_id FROM stock_reservations WHERE order_id = ${orderId} AND state = 'open')
          AND NOT ${isLow(sql`v`)}`,
    closeStmt(which, "released", now),
  ];
}

/**
 * Turns what orders hold, or the part of it that is for one fulfillment, into sales: it leaves the shelf and the ledger says so.
 * Repeating it changes nothing.
 */
export function sellStmts(ctx: Ctx, orderIds: readonly string[], fulfillmentId?: string): Statement[] {
  const now = isoTime(ctx.now());
  const which = heldBy(orderIds, fulfillmentId);
  return [
    sql`INSERT INTO stock_movements (id, variant_id, location_id, delta, balance, kind, reference, order_id, actor_kind, actor_id, created_at)
        SELECT r.id, r.variant_id, r.location_id, -r.quantity,
          l.on_hand - SUM(r.quantity) OVER (PARTITION BY r.variant_id, r.location_id ORDER BY r.id),
          'sale', ${fulfillmentId ?? null}, r.order_id, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${now}
        FROM stock_reservations r JOIN stock_levels l ON l.variant_id = r.variant_id AND l.location_id = r.location_id
        WHERE ${which}`,
    sql`UPDATE stock_levels SET on_hand = on_hand - r.quantity, reserved = reserved - r.quantity,
          version = version + 1, updated_at = ${now}
        FROM ${sumsOf(which)} r
        WHERE stock_levels.variant_id = r.variant_id AND stock_levels.location_id = r.location_id`,
    closeStmt(which, "committed", now),
  ];
}

/**
 * What being paid means for what orders hold, by the setting STOCK_LEAVES_AT: it is sold, or it stays held until it is sent.
 * Repeating it changes nothing.
 */
export function bookPaidStmts(ctx: Ctx, orderIds: readonly string[]): Statement[] {
  if (ctx.config.STOCK_LEAVES_AT === "payment") return sellStmts(ctx, orderIds);
  return [
    sql`UPDATE stock_reservations SET leaves_at = 'shipping'
        WHERE order_id IN ${inList(orderIds)} AND state = 'open' AND leaves_at <> 'shipping'`,
  ];
}

/** The open reservations `r` of orders, or of a fulfillment of theirs. */
function heldBy(orderIds: readonly string[], fulfillmentId?: string): SQL {
  const whole = sql`r.order_id IN ${inList(orderIds)} AND r.state = 'open'`;
  return fulfillmentId === undefined ? whole : sql`${whole} AND r.fulfillment_id = ${fulfillmentId}`;
}

function sumsOf(which: SQL): SQL {
  return sql`(SELECT r.variant_id, r.location_id, SUM(r.quantity) AS quantity FROM stock_reservations r
              WHERE ${which} GROUP BY r.variant_id, r.location_id)`;
}

function closeStmt(which: SQL, state: "released" | "committed", now: string): Statement {
  return sql`UPDATE stock_reservations AS r SET state = ${state}, closed_at = ${now} WHERE ${which}`;
}

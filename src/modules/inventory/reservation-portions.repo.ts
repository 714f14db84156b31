import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, type Statement } from "../../platform/db.ts";
import type { HeldUnits, Portion } from "./reservation-portions.ts";

/** The NOT NULL that a batch violates when a reservation is not what it was when it was read: read again. */
export const RESERVATIONS_UNCHANGED = "stock_reservations.quantity";

/** What an order holds or was sold, oldest first. */
export function findHeldUnits(ctx: Ctx, orderId: string): Promise<HeldUnits[]> {
  return ctx.db.all<HeldUnits>(sql`
    SELECT r.id, r.order_line_id, r.variant_id, r.location_id, r.quantity, r.state, r.fulfillment_id,
      COALESCE(f.status IN ('shipped', 'delivered'), 0) AS sent
    FROM stock_reservations r LEFT JOIN fulfillments f ON f.id = r.fulfillment_id
    WHERE r.order_id = ${orderId} AND r.state IN ('open', 'committed') ORDER BY r.created_at, r.id`);
}

/**
 * Makes each portion a reservation of its own, under the id that it has; what it leaves over becomes a new one beside it. Violates
 * RESERVATIONS_UNCHANGED when one of them was sold, released or divided since it was read.
 */
export function cutPortionsStmts(ctx: Ctx, portions: readonly Portion[]): Statement[] {
  if (portions.length === 0) return [];
  const rows = JSON.stringify(portions.map((portion) => ({ ...portion, rest_id: ctx.newId() })));
  return [
    sql`INSERT INTO stock_reservations (id, order_id, order_line_id, variant_id, location_id, quantity, state, created_at, closed_at,
          fulfillment_id, leaves_at)
        SELECT j.value ->> 'rest_id', r.order_id, r.order_line_id, r.variant_id, r.location_id, r.quantity - (j.value ->> 'take'),
          r.state, r.created_at, r.closed_at, r.fulfillment_id, r.leaves_at
        FROM json_each(${rows}) j JOIN stock_reservations r ON r.id = j.value ->> 'id'
        WHERE r.quantity > (j.value ->> 'take')`,
    sql`UPDATE stock_reservations SET quantity = CASE WHEN quantity = (j.value ->> 'quantity') AND state = j.value ->> 'state'
            THEN j.value ->> 'take' END
        FROM json_each(${rows}) j WHERE stock_reservations.id = j.value ->> 'id'`,
  ];
}

/** Says which fulfillment the reservations are for. */
export function assignStmt(reservationIds: readonly string[], fulfillmentId: string): Statement {
  return sql`UPDATE stock_reservations SET fulfillment_id = ${fulfillmentId} WHERE id IN ${inList(reservationIds)}`;
}

/** Takes the units of fulfillments that will not be sent back to those that are for none. */
export function unassignStmt(fulfillmentIds: readonly string[]): Statement {
  return sql`UPDATE stock_reservations SET fulfillment_id = NULL WHERE fulfillment_id IN ${inList(fulfillmentIds)}`;
}

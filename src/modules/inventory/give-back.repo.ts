import { sql } from "drizzle-orm";
import { actorId } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, type Statement } from "../../platform/db.ts";

/** What a level gets back. Units; at least one of them is not 0. */
export interface LevelGiveBack {
  variantId: string;
  locationId: string;
  /** Held until now. */
  released: number;
  /** Sold until now. */
  unsold: number;
  /** Of both together: not fit to be sold again. */
  writtenOff: number;
}

/** What is on hand where an order has its stock. */
export function findOnHand(
  ctx: Ctx,
  orderId: string,
): Promise<{ variant_id: string; location_id: string; on_hand: number; reserved: number }[]> {
  return ctx.db.all(sql`SELECT variant_id, location_id, on_hand, reserved FROM stock_levels
    WHERE (variant_id, location_id) IN (SELECT variant_id, location_id FROM stock_reservations WHERE order_id = ${orderId})`);
}

/** Closes reservations as released. */
export function releaseReservationsStmt(ctx: Ctx, reservationIds: readonly string[]): Statement {
  return sql`UPDATE stock_reservations SET state = 'released', closed_at = ${isoTime(ctx.now())}, fulfillment_id = NULL
    WHERE id IN ${inList(reservationIds)}`;
}

/** Gives the levels their units back. The ledger undoes the sale and says what was written off. */
export function giveBackLevelsStmts(
  ctx: Ctx,
  orderId: string,
  levels: readonly LevelGiveBack[],
): Statement[] {
  const now = isoTime(ctx.now());
  const rows = JSON.stringify(
    levels.map((level) => ({ ...level, saleId: ctx.newId(), lossId: ctx.newId() })),
  );
  const at = sql`l.variant_id = j.value ->> 'variantId' AND l.location_id = j.value ->> 'locationId'`;
  const columns = sql`(id, variant_id, location_id, delta, balance, kind, reason, order_id, actor_kind, actor_id, created_at)`;
  const who = sql`${orderId}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${now}`;
  return [
    sql`UPDATE stock_levels AS l SET reserved = reserved - (j.value ->> 'released'),
          on_hand = on_hand + (j.value ->> 'unsold') - (j.value ->> 'writtenOff'), version = version + 1, updated_at = ${now}
        FROM json_each(${rows}) j WHERE ${at}`,
    sql`INSERT INTO stock_movements ${columns}
        SELECT j.value ->> 'saleId', l.variant_id, l.location_id, j.value ->> 'unsold', l.on_hand + (j.value ->> 'writtenOff'),
          'sale', 'taken out of the order', ${who}
        FROM json_each(${rows}) j JOIN stock_levels l ON ${at} WHERE (j.value ->> 'unsold') > 0`,
    sql`INSERT INTO stock_movements ${columns}
        SELECT j.value ->> 'lossId', l.variant_id, l.location_id, -(j.value ->> 'writtenOff'), l.on_hand,
          'adjustment', 'taken out of the order, not restocked', ${who}
        FROM json_each(${rows}) j JOIN stock_levels l ON ${at} WHERE (j.value ->> 'writtenOff') > 0`,
  ];
}

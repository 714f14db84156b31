import { sql } from "drizzle-orm";
import { actorId } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, type Statement } from "../../platform/db.ts";
import { type MovementKind, stockLevels } from "./inventory.table.ts";
import { isLow } from "./stock.repo.ts";

export interface StockMove {
  variantId: string;
  locationId: string;
  /** Not 0. A level appears in one move of a batch only. */
  delta: number;
}

/** What the ledger says of a move beside its figures. */
export interface MoveNote {
  kind: MovementKind;
  reason: string | null;
  reference?: string;
}

/** The NOT NULL that a variant's stock of another version violates. */
export const STOCK_UNCHANGED = "product_variants.stock_version";

/** Violates STOCK_UNCHANGED unless the variant's stock is of this version (the sum that its ETag has). */
export function requireVersionStmt(variantId: string, version: number): Statement {
  return sql`UPDATE product_variants SET stock_version = CASE WHEN ${version} = stock_version +
      (SELECT COALESCE(SUM(version), 0) FROM stock_levels WHERE variant_id = ${variantId}) THEN stock_version END
    WHERE id = ${variantId}`;
}

/** Makes the levels that there are none of yet. An unknown location violates "FOREIGN KEY". */
export function makeLevelsStmt(ctx: Ctx, levels: readonly Omit<StockMove, "delta">[]): Statement {
  const updatedAt = isoTime(ctx.now());
  const rows = levels.map(({ variantId, locationId }) => ({ variantId, locationId, updatedAt }));
  return insertRows(stockLevels, rows, sql`ON CONFLICT DO NOTHING`);
}

/** Changes what is on hand at existing levels and writes the ledger. */
export function moveStmts(ctx: Ctx, moves: readonly StockMove[], note: MoveNote): Statement[] {
  const now = isoTime(ctx.now());
  const rows = JSON.stringify(moves.map((move) => ({ id: ctx.newId(), ...move })));
  return [
    sql`UPDATE stock_levels SET on_hand = on_hand + (j.value ->> 'delta'), version = version + 1, updated_at = ${now}
        FROM json_each(${rows}) j
        WHERE stock_levels.variant_id = j.value ->> 'variantId' AND stock_levels.location_id = j.value ->> 'locationId'`,
    sql`INSERT INTO stock_movements (id, variant_id, location_id, delta, balance, kind, reason, reference, actor_kind, actor_id, created_at)
        SELECT j.value ->> 'id', l.variant_id, l.location_id, j.value ->> 'delta', l.on_hand, ${note.kind}, ${note.reason},
          ${note.reference ?? null}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${now}
        FROM json_each(${rows}) j
          JOIN stock_levels l ON l.variant_id = j.value ->> 'variantId' AND l.location_id = j.value ->> 'locationId'`,
  ];
}

/** Sets what is on hand at an existing level and writes the difference, if there is one, to the ledger. */
export function countStmts(
  ctx: Ctx,
  count: { variantId: string; locationId: string; onHand: number; reason: string },
): Statement[] {
  const { variantId, locationId, onHand, reason } = count;
  const now = isoTime(ctx.now());
  const differs = sql`variant_id = ${variantId} AND location_id = ${locationId} AND on_hand <> ${onHand}`;
  return [
    sql`INSERT INTO stock_movements (id, variant_id, location_id, delta, balance, kind, reason, actor_kind, actor_id, created_at)
        SELECT ${ctx.newId()}, variant_id, location_id, ${onHand} - on_hand, ${onHand}, 'count', ${reason},
          ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${now}
        FROM stock_levels WHERE ${differs}`,
    sql`UPDATE stock_levels SET on_hand = ${onHand}, version = version + 1, updated_at = ${now} WHERE ${differs}`,
  ];
}

/** The NOT NULL that a level violates which has not that many units to give. */
export const ENOUGH_AVAILABLE = "stock_levels.on_hand";

/** Violates ENOUGH_AVAILABLE unless so many units of an existing level are held by nobody. */
export function requireAvailableStmt(variantId: string, locationId: string, quantity: number): Statement {
  return sql`UPDATE stock_levels SET on_hand = CASE WHEN on_hand - reserved >= ${quantity} THEN on_hand END
    WHERE variant_id = ${variantId} AND location_id = ${locationId}`;
}

/** Violates ENOUGH_AVAILABLE when an existing level has not that many units on the shelf, held by orders or not. */
export function requireOnHandStmt(variantId: string, locationId: string, quantity: number): Statement {
  return sql`UPDATE stock_levels SET on_hand = CASE WHEN on_hand >= ${quantity} THEN on_hand END
    WHERE variant_id = ${variantId} AND location_id = ${locationId}`;
}

/**
 * Takes the mark off variants that are no longer low, so that the next fall below the threshold is told again. Belongs into
 * every batch that can raise what is available; marking those that fall is `watchLowStock`.
 */
export function unmarkLowStmt(variantIds: readonly string[]): Statement {
  return sql`UPDATE product_variants AS v SET is_low = 0
    WHERE id IN ${inList(variantIds)} AND is_low = 1 AND NOT ${isLow(sql`v`)}`;
}

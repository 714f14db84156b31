import type { Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { OrderChangedMeanwhile } from "../orders/index.ts";
import {
  findOnHand,
  giveBackLevelsStmts,
  type LevelGiveBack,
  releaseReservationsStmt,
} from "./give-back.repo.ts";
import { stockChanged } from "./inventory.events.ts";
import { type LineUnits, type Portion, portionsOf } from "./reservation-portions.ts";
import { cutPortionsStmts, findHeldUnits, RESERVATIONS_UNCHANGED } from "./reservation-portions.repo.ts";
import { unmarkLowStmt } from "./stock-write.repo.ts";

/**
 * Takes units of an order back that were not sent: those that are held are released, those that are sold come back on the shelf
 * that they were sold from (with `restock: false` they are written off there instead). Units for no fulfillment come first, then those
 * of fulfillments that were not sent; these have to be cancelled in the same batch. More than the order has of a line: what it has.
 *
 * Reads what there is now and answers what belongs into the batch of a `changeOrder`: its statements, its event, and what it means
 * when the stock of the order changed in between (it is decided anew).
 */
export async function giveBackStmts(
  ctx: Ctx,
  orderId: string,
  units: readonly LineUnits[],
  { restock = true }: { restock?: boolean | undefined } = {},
): Promise<Required<Pick<Work, "statements" | "events" | "constraints">>> {
  const held = (await findHeldUnits(ctx, orderId)).filter((row) => row.sent === 0);
  const free = held.filter((row) => row.fulfillment_id === null);
  const portions = portionsOf([...free, ...held.filter((row) => row.fulfillment_id !== null)], units);
  if (portions.length === 0) return { statements: [], events: [], constraints: {} };
  const variantIds = [...new Set(portions.map((portion) => portion.variant_id))];
  const levels = levelsOf(portions);
  return {
    statements: [
      ...cutPortionsStmts(ctx, portions),
      releaseReservationsStmt(
        ctx,
        portions.map((portion) => portion.id),
      ),
      ...giveBackLevelsStmts(ctx, orderId, restock ? levels : await writtenOff(ctx, orderId, levels)),
      unmarkLowStmt(variantIds),
    ],
    events: [stockChanged({ variant_ids: variantIds })],
    constraints: { [RESERVATIONS_UNCHANGED]: () => new OrderChangedMeanwhile() },
  };
}

function levelsOf(portions: readonly Portion[]): LevelGiveBack[] {
  const levels = new Map<string, LevelGiveBack>();
  for (const { variant_id: variantId, location_id: locationId, state, take } of portions) {
    const key = `${variantId} ${locationId}`;
    const level = levels.get(key) ?? { variantId, locationId, released: 0, unsold: 0, writtenOff: 0 };
    levels.set(key, level);
    if (state === "open") level.released += take;
    else level.unsold += take;
  }
  return [...levels.values()];
}

/** Back-ordered units were never there: no more is written off than is on the shelf and not held by others. */
async function writtenOff(
  ctx: Ctx,
  orderId: string,
  levels: readonly LevelGiveBack[],
): Promise<LevelGiveBack[]> {
  const shelves = new Map(
    (await findOnHand(ctx, orderId)).map((row) => [`${row.variant_id} ${row.location_id}`, row]),
  );
  return levels.map((level) => {
    const { on_hand = 0, reserved = 0 } = shelves.get(`${level.variantId} ${level.locationId}`) ?? {};
    const there = on_hand - (reserved - level.released) + level.unsold;
    return { ...level, writtenOff: Math.max(0, Math.min(level.released + level.unsold, there)) };
  });
}

import type { Ctx } from "../../platform/ctx.ts";
import { commitStock } from "./commit-stock.ts";
import { notAvailable, unknownLocation } from "./inventory.errors.ts";
import type { Stock, StockTransfer } from "./inventory.schema.ts";
import { findLocations } from "./locations.repo.ts";
import { namedStock, stockOrThrow } from "./read-stock.ts";
import { ENOUGH_AVAILABLE, makeLevelsStmt, moveStmts, requireAvailableStmt } from "./stock-write.repo.ts";

/**
 * Moves units that no order holds from one location to another: two movements under one reference, in one commit.
 * @throws request.invalid for an unknown variant or location
 * @throws inventory.not_available when the location does not have so many
 * @throws resource.precondition_failed when the stock is not of `expectedVersion`
 */
export async function transferStock(
  ctx: Ctx,
  input: StockTransfer,
  expectedVersion: number | undefined,
): Promise<Stock> {
  const before = await namedStock(ctx, input, expectedVersion);
  const known = new Set((await findLocations(ctx)).map(({ id }) => id));
  for (const side of ["from_location_id", "to_location_id"] as const) {
    if (!known.has(input[side])) throw unknownLocation(`#/${side}`);
  }
  const { variant_id: variantId } = before;
  const { from_location_id: from, to_location_id: to, quantity, reason } = input;
  const level = before.levels.find(({ location_id }) => location_id === from);
  const tooMany = () => {
    const available = level ? Math.max(0, level.on_hand - level.reserved) : 0;
    return notAvailable(`${quantity} wanted; the location had ${available} that no order holds.`, {
      facts: { requested: quantity, available },
    });
  };
  await commitStock(ctx, {
    variantIds: [variantId],
    expectedVersion,
    statements: [
      makeLevelsStmt(ctx, [
        { variantId, locationId: from },
        { variantId, locationId: to },
      ]),
      requireAvailableStmt(variantId, from, quantity),
      ...moveStmts(
        ctx,
        [
          { variantId, locationId: from, delta: -quantity },
          { variantId, locationId: to, delta: quantity },
        ],
        { kind: "transfer", reason, reference: ctx.newId() },
      ),
    ],
    audit: { action: "inventory.transfer", entityId: variantId, after: { from, to, quantity, reason } },
    oversold: tooMany,
    constraints: {
      [ENOUGH_AVAILABLE]: tooMany,
      // Deleted since we looked: only an empty one can be.
      "FOREIGN KEY": () => unknownLocation(level ? "#/to_location_id" : "#/from_location_id"),
    },
  });
  return stockOrThrow(ctx, variantId);
}

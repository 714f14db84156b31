import type { Ctx } from "../../platform/ctx.ts";
import { commitStock, heldError } from "./commit-stock.ts";
import { stockBelowReserved, unknownLocation } from "./inventory.errors.ts";
import type { Stock, StockAdjustment } from "./inventory.schema.ts";
import { MAIN_LOCATION_ID } from "./inventory.table.ts";
import { namedStock, stockOrThrow } from "./read-stock.ts";
import { ENOUGH_AVAILABLE, makeLevelsStmt, moveStmts, requireOnHandStmt } from "./stock-write.repo.ts";

/**
 * Changes on_hand by `delta` and writes the ledger. Adjustments are relative, so parallel ones add up.
 * @throws request.invalid for an unknown variant or location
 * @throws inventory.below_reserved when orders hold more than would be left, or less than nothing would be
 * @throws resource.precondition_failed when the stock is not of `expectedVersion`
 */
export async function adjustStock(
  ctx: Ctx,
  input: StockAdjustment,
  expectedVersion: number | undefined,
): Promise<Stock> {
  const before = await namedStock(ctx, input, expectedVersion);
  const { variant_id: variantId } = before;
  const locationId = input.location_id ?? MAIN_LOCATION_ID;
  const { delta, reason } = input;
  const tooMany = () =>
    heldError(
      stockBelowReserved,
      before.levels.find((level) => level.location_id === locationId),
    );
  await commitStock(ctx, {
    variantIds: [variantId],
    expectedVersion,
    statements: [
      makeLevelsStmt(ctx, [{ variantId, locationId }]),
      // Back-orders may promise what is not there yet; nobody can take it from the shelf.
      ...(delta < 0 ? [requireOnHandStmt(variantId, locationId, -delta)] : []),
      ...moveStmts(ctx, [{ variantId, locationId, delta }], { kind: "adjustment", reason }),
    ],
    audit: {
      action: "inventory.adjust",
      entityId: variantId,
      after: { location_id: locationId, delta, reason },
    },
    oversold: tooMany,
    constraints: {
      [ENOUGH_AVAILABLE]: tooMany,
      "FOREIGN KEY": () => unknownLocation("#/location_id"),
    },
  });
  return stockOrThrow(ctx, variantId);
}

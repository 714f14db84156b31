import type { Ctx } from "../../platform/ctx.ts";
import { commitStock, heldError } from "./commit-stock.ts";
import { stockBelowReserved, unknownLocation } from "./inventory.errors.ts";
import type { Stock, StockAdjustment } from "./inventory.schema.ts";
import { MAIN_LOCATION_ID } from "./inventory.table.ts";
import { namedStock, stockOrThrow } from "./read-stock.ts";
import { makeLevelsStmt, moveStmts } from "./stock-write.repo.ts";

/**
 * Changes on_hand by `delta` and writes the ledger. Adjustments are relative, so parallel ones add up.
 * @throws request.invalid for an unknown variant or location
 * @throws inventory.below_reserved when orders hold more than would be left
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
  await commitStock(ctx, {
    variantIds: [variantId],
    expectedVersion,
    statements: [
      makeLevelsStmt(ctx, [{ variantId, locationId }]),
      ...moveStmts(ctx, [{ variantId, locationId, delta }], { kind: "adjustment", reason }),
    ],
    audit: {
      action: "inventory.adjust",
      entityId: variantId,
      after: { location_id: locationId, delta, reason },
    },
    oversold: () =>
      heldError(
        stockBelowReserved,
        before.levels.find((level) => level.location_id === locationId),
      ),
    constraints: { "FOREIGN KEY": () => unknownLocation("#/location_id") },
  });
  return stockOrThrow(ctx, variantId);
}

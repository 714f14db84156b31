import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { commitStock, heldError } from "./commit-stock.ts";
import { stockBelowReserved } from "./inventory.errors.ts";
import type { Stock } from "./inventory.schema.ts";
import { stockOrThrow } from "./read-stock.ts";
import { countStmts, makeLevelsStmt } from "./stock-write.repo.ts";

interface CountStock {
  variantId: string;
  locationId: string;
  onHand: number;
  reason: string;
  /** The version that the figure was decided on; undefined: whatever is there is replaced. */
  expectedVersion: number | undefined;
}

/**
 * Sets what is on hand at a location, as after counting it, and writes the difference to the ledger.
 * @throws resource.not_found for an unknown variant or location
 * @throws resource.precondition_failed when the stock is not of `expectedVersion`
 * @throws inventory.below_reserved when orders hold more
 */
export async function countStock(ctx: Ctx, input: CountStock): Promise<Stock> {
  const { variantId, locationId, onHand, expectedVersion } = input;
  const before = await stockOrThrow(ctx, variantId, expectedVersion);
  const level = before.levels.find(({ location_id }) => location_id === locationId);
  await commitStock(ctx, {
    variantIds: [variantId],
    expectedVersion,
    statements: [makeLevelsStmt(ctx, [{ variantId, locationId }]), ...countStmts(ctx, input)],
    audit: {
      action: "inventory.count",
      entityId: variantId,
      before: { location_id: locationId, on_hand: level?.on_hand ?? 0 },
      after: { location_id: locationId, on_hand: onHand, reason: input.reason },
    },
    oversold: () => heldError(stockBelowReserved, level),
    constraints: { "FOREIGN KEY": () => notFound("There is no such location.") },
  });
  return stockOrThrow(ctx, variantId);
}

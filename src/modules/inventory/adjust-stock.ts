import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { invalidInput } from "../../platform/errors.ts";
import { adjustStmts, findStock } from "./stock.repo.ts";
import { stockBelowReserved } from "./inventory.errors.ts";
import { stockChanged } from "./inventory.events.ts";
import type { Stock, StockAdjustment } from "./inventory.schema.ts";
import { MAIN_LOCATION_ID } from "./inventory.table.ts";
import { NOT_OVERSOLD } from "./reservations.repo.ts";

/**
 * Changes on_hand by `delta` and writes the ledger. Adjustments are relative, so parallel ones add up.
 * @throws inventory.below_reserved when orders hold more than would be left
 */
export async function adjustStock(ctx: Ctx, input: StockAdjustment): Promise<Stock> {
  requirePermission(ctx, "inventory:manage");
  const by = input.sku === undefined ? { variantId: input.variant_id ?? "" } : { sku: input.sku };
  const before = await findStock(ctx, by);
  if (!before) {
    const pointer = input.sku === undefined ? "#/variant_id" : "#/sku";
    throw invalidInput("There is no such variant.", {
      errors: [{ pointer, code: "unknown_variant", message: "names no variant" }],
    });
  }
  const variantId = before.variant_id;
  const locationId = input.location_id ?? MAIN_LOCATION_ID;
  await commit(ctx, {
    statements: adjustStmts(ctx, { variantId, locationId, delta: input.delta, reason: input.reason }),
    audit: {
      action: "inventory.adjust",
      entity: "variant",
      entityId: variantId,
      after: { location_id: locationId, delta: input.delta, reason: input.reason },
    },
    events: [stockChanged({ variant_ids: [variantId] })],
    constraints: {
      [NOT_OVERSOLD]: () =>
        stockBelowReserved(`${before.reserved} of ${before.on_hand} on hand are held by orders.`, {
          facts: { on_hand: before.on_hand, reserved: before.reserved },
        }),
      "FOREIGN KEY": () =>
        invalidInput("There is no such location.", {
          errors: [{ pointer: "#/location_id", code: "unknown_location", message: "names no location" }],
        }),
    },
  });
  return (await findStock(ctx, by)) ?? before;
}

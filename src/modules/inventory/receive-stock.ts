import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { commitStock } from "./commit-stock.ts";
import { outOfStockError, unknownLocation, unknownVariants } from "./inventory.errors.ts";
import type { Received, StockReceipt } from "./inventory.schema.ts";
import { MAIN_LOCATION_ID } from "./inventory.table.ts";
import { findVariantIds } from "./stock.repo.ts";
import { makeLevelsStmt, moveStmts } from "./stock-write.repo.ts";

/**
 * Puts a delivery on the shelf: all its lines in one commit, one movement a variant. Lines of the same variant are added up.
 * @throws request.invalid for unknown variants, each by its pointer, or an unknown location
 */
export async function receiveStock(ctx: Ctx, input: StockReceipt): Promise<Received> {
  requirePermission(ctx, "inventory:manage");
  const locationId = input.location_id ?? MAIN_LOCATION_ID;
  const reference = input.reference ?? ctx.newId();
  const items = await resolve(ctx, input.items);
  await commitStock(ctx, {
    variantIds: items.map((item) => item.variant_id),
    statements: [
      makeLevelsStmt(
        ctx,
        items.map((item) => ({ variantId: item.variant_id, locationId })),
      ),
      ...moveStmts(
        ctx,
        items.map((item) => ({ variantId: item.variant_id, locationId, delta: item.quantity })),
        { kind: "receipt", reason: input.reason ?? null, reference },
      ),
    ],
    audit: { action: "inventory.receive", entityId: reference, after: { location_id: locationId, items } },
    // More on hand violates nothing.
    oversold: () => outOfStockError([]),
    constraints: { "FOREIGN KEY": () => unknownLocation("#/location_id") },
  });
  return { location_id: locationId, reference, items };
}

async function resolve(ctx: Ctx, lines: StockReceipt["items"]): Promise<Received["items"]> {
  const known = await findVariantIds(ctx, {
    ids: lines.flatMap((line) => line.variant_id ?? []),
    skus: lines.flatMap((line) => line.sku ?? []),
  });
  const byId = new Map(known.map((variant) => [variant.variant_id, variant]));
  const bySku = new Map(known.map((variant) => [variant.sku, variant]));
  const unknown: string[] = [];
  const items = new Map<string, Received["items"][number]>();
  for (const [index, { variant_id, sku, quantity }] of lines.entries()) {
    const variant = sku === undefined ? byId.get(variant_id ?? "") : bySku.get(sku);
    if (!variant) unknown.push(`#/items/${index}/${sku === undefined ? "variant_id" : "sku"}`);
    else {
      const sum = (items.get(variant.variant_id)?.quantity ?? 0) + quantity;
      items.set(variant.variant_id, { ...variant, quantity: sum });
    }
  }
  if (unknown.length > 0) throw unknownVariants(unknown);
  return [...items.values()];
}

import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { subscribe } from "../../platform/events.ts";
import { productChanged } from "../catalog/index.ts";
import { orderPaid } from "../orders/index.ts";
import { locationSwitched, stockChanged } from "./inventory.events.ts";
import { findVariantsAt } from "./locations.repo.ts";
import { bookPaidStmts } from "./reservations.repo.ts";
import { unmarkLowStmt } from "./stock-write.repo.ts";
import { watchLowStock } from "./watch-low-stock.ts";

/** Variants an event: a location may hold thousands, and a step must not outgrow a delivery. */
const BATCH = 300;

function union(lists: string[][]): string[] {
  return [...new Set(lists.flat())];
}

async function bookPaid(ctx: Ctx, orderIds: string[]): Promise<void> {
  await commit(ctx, { statements: bookPaidStmts(ctx, orderIds) });
}

export const inventorySubscribers = [
  subscribe("inventory.sell-reserved", orderPaid, (ctx, { order_id }) => bookPaid(ctx, [order_id]), {
    together: (ctx, payloads) =>
      bookPaid(
        ctx,
        payloads.map(({ order_id }) => order_id),
      ),
  }),
  subscribe(
    "inventory.watch-low-stock",
    stockChanged,
    (ctx, { variant_ids: variantIds }) => watchLowStock(ctx, { variantIds }),
    { merge: (payloads) => ({ variant_ids: union(payloads.map((payload) => payload.variant_ids)) }) },
  ),
  // Imports and new variants bring their stock with them.
  subscribe(
    "inventory.watch-products",
    productChanged,
    (ctx, { product_ids: productIds }) => watchLowStock(ctx, { productIds }),
    { merge: (payloads) => ({ product_ids: union(payloads.map((payload) => payload.product_ids)) }) },
  ),
  subscribe("inventory.switch-location", locationSwitched, async (ctx, { location_id, after }) => {
    const ids = await findVariantsAt(ctx, location_id, after ?? "", BATCH);
    const last = ids.at(-1);
    if (last === undefined) return;
    await commit(ctx, {
      statements: [unmarkLowStmt(ids)],
      events: [
        stockChanged({ variant_ids: ids }),
        ...(ids.length === BATCH ? [locationSwitched({ location_id, after: last })] : []),
      ],
    });
  }),
] as const;

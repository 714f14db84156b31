import type { Ctx } from "../../platform/ctx.ts";
import { MemoryCache } from "../../platform/memory-cache.ts";
import { findSellable, type SellableVariant, soldCurrency } from "../catalog/index.ts";
import { variantUnavailable } from "./cart.errors.ts";
import { applyToCart, type CartRef, type ChangeOptions } from "./cart-store.ts";

/** What an isolate knows of variants; a few seconds old at most. The checkout reads the truth again. */
const known = new MemoryCache<SellableVariant>({ limit: 5_000, ttlMs: 5_000 });

export interface AddItem {
  by: { variantId: string } | { sku: string };
  quantity: number;
  currency?: string | undefined;
}

/**
 * Puts units of a variant into the cart; units of a variant that is in it already are added to its line.
 * More than is in stock is accepted and shown as the line's problem: stock is decided when the order is placed.
 * @throws cart.variant_unavailable, cart.limit_reached, cart.currency_mismatch, pricing.currency_not_sold
 */
export async function addItem(ctx: Ctx, ref: CartRef, input: AddItem, options: ChangeOptions) {
  const currency = input.currency === undefined ? undefined : soldCurrency(ctx, input.currency, "#/currency");
  const variant = await lookUp(ctx, input.by);
  return applyToCart(
    ctx,
    ref,
    { op: "add", lineId: ctx.newId(), variant, quantity: input.quantity, currency },
    options,
  );
}

async function lookUp(ctx: Ctx, by: AddItem["by"]): Promise<SellableVariant> {
  const [column, value] = "sku" in by ? (["sku", by.sku] as const) : (["id", by.variantId] as const);
  const key = `${column}:${value}`;
  const remembered = known.get(key);
  if (remembered) return remembered;
  const variant = await findSellable(ctx, column, value);
  if (!variant) {
    const pointer = column === "sku" ? "#/sku" : "#/variant_id";
    throw variantUnavailable("There is no such variant on sale.", {
      errors: [{ pointer, code: "unknown_variant", message: "names no variant that is on sale" }],
    });
  }
  known.set(key, variant);
  return variant;
}

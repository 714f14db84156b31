import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { DomainError } from "../../platform/errors.ts";
import {
  addItem,
  cartLimitReached,
  type CartRef,
  type CartState,
  currencyMismatch,
  readCart,
  resolveCart,
  variantUnavailable,
} from "../cart/index.ts";
import { linesOf, orderOrThrow } from "../orders/index.ts";

/** Why a line of the order did not come into the cart. */
const SKIPPED = new Map([
  [variantUnavailable.code, "unavailable"],
  [cartLimitReached.code, "limit_reached"],
  [currencyMismatch.code, "other_currency"],
]);

export interface Reordered {
  ref: CartRef;
  cart: CartState;
  skipped: { sku: string; reason: string }[];
}

/**
 * Puts what an order consists of into the caller's cart, at today's prices, in the order's currency if the cart is empty. Every line goes
 * in under a key of its own, so that a repeat of the request after a crash adds only what is missing.
 * @throws auth.required, auth.forbidden; resource.not_found for everybody else's order; cart.token_invalid
 */
export async function reorder(
  ctx: Ctx,
  input: { orderId: string; orderToken: string | undefined; cartToken: string | undefined },
): Promise<Reordered> {
  const order = await orderOrThrow(ctx, input.orderId, input.orderToken);
  requirePermission(ctx, "cart:manage");
  const ref = await resolveCart(ctx, input.cartToken);
  const before = await readCart(ctx, ref);
  const isSold = ctx.config.SHOP_CURRENCIES.includes(order.currency);
  const currency = before.lines.length === 0 && isSold ? order.currency : undefined;
  const skipped: Reordered["skipped"] = [];
  for (const { id, variant_id: variantId, sku, quantity } of linesOf(order)) {
    if (quantity === 0) continue;
    const key = ctx.idempotency && `reorder:${ctx.idempotency.key}:${id}`;
    try {
      await addItem(
        ctx,
        ref,
        { by: { variantId }, quantity, currency },
        { refresh: "later", idempotency: key === undefined ? undefined : { key, hash: "reorder" } },
      );
    } catch (error) {
      const reason = error instanceof DomainError ? SKIPPED.get(error.code) : undefined;
      if (reason === undefined) throw error;
      skipped.push({ sku, reason });
    }
  }
  // With an Idempotency-Key this records that the request was carried out; else there is nothing to write.
  await commit(ctx, { statements: [] });
  return { ref, cart: await readCart(ctx, { ...ref, isNew: false }), skipped };
}

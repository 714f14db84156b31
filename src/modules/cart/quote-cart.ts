import type { Ctx } from "../../platform/ctx.ts";
import { noRows, readBatch } from "../../platform/db.ts";
import { sellableOf, type SellableRow, sellableStmt } from "../catalog/index.ts";
import { marketOf, type MarketRow, marketStmt, notServed, overtakenOf } from "../shipping/index.ts";
import { endedExemptionOf } from "../tax/index.ts";
import { refreshCart } from "./cart.rules.ts";
import { needsShipping } from "./cart.shipping.ts";
import type { CartState } from "./cart.state.ts";
import { type CartRef, readCart } from "./cart-store.ts";
import type { Quote } from "./quote.schema.ts";
import { quoteView } from "./quote.view.ts";

/**
 * What the cart would cost if it were ordered now, and why: prices, stock, rates and taxes are read from the database, as placing the
 * order does. Nothing is written. Sending its `quote_hash` with the order makes sure that this is what is paid.
 * @throws shipping.not_served when something has to be sent to where no rate goes
 */
export async function quoteOf(ctx: Ctx, ref: CartRef): Promise<Quote> {
  const cart = await readCart(ctx, ref);
  const { shippingAddress } = cart;
  const [rows, markets] = await readBatch<[SellableRow, MarketRow]>(ctx.env.DB, [
    sellableStmt(
      "id",
      cart.lines.map((line) => line.variant.variantId),
    ),
    shippingAddress ? marketStmt(shippingAddress, cart.id) : noRows,
  ]);
  const variants = rows.flatMap((row) => sellableOf(row, ctx.config.PUBLIC_URL) ?? []);
  const row = markets[0];
  const now = ctx.now();
  const market = shippingAddress && (await marketOf(ctx, row, shippingAddress, variants));
  const fresh = refreshCart(cart, variants, market, now);
  requireServed(fresh);
  return quoteView(fresh, row && { ...overtakenOf(row), exemptionEnded: endedExemptionOf(row, now) });
}

/** @throws shipping.not_served when something has to be sent to where no rate goes */
function requireServed(cart: CartState): void {
  if (!cart.shippingAddress || !needsShipping(cart) || (cart.market?.rates.length ?? 0) > 0) return;
  const { country, region, postal_code } = cart.shippingAddress;
  throw notServed("The shop does not ship to this address. Change it: PUT /api/v1/cart/shipping-address.", {
    facts: { country, ...(region ? { region } : {}), ...(postal_code ? { postal_code } : {}) },
    errors: [
      { pointer: "#/shipping_address", code: "not_served", message: "is where the shop does not ship" },
    ],
  });
}

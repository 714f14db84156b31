import { fingerprint } from "../../platform/crypto.ts";
import { money } from "../../platform/money.ts";
import { priceOrder, type PricedOrder, totalsView } from "../pricing/index.ts";
import type { ShippingRate } from "../shipping/index.ts";
import type { Cart, ShippingOption } from "./cart.schema.ts";
import { chosenRate } from "./cart.shipping.ts";
import type { CartLine, CartState } from "./cart.state.ts";

/** Prices what the cart remembers. Pure; the checkout does the same with what the database says. */
export function quoteCart(state: CartState): PricedOrder {
  return priceOrder({
    lines: state.lines.map((line) => ({
      quantity: line.quantity,
      unitPrice: unitPrice(line, state.currency),
      taxable: line.variant.taxable,
    })),
    shipping: chosenRate(state)?.amount,
    taxes: state.market?.taxes ?? [],
  });
}

/** A fingerprint of what the shopper agrees to: every line with its price, shipping, tax, total. */
export function quoteHash(state: CartState): string {
  const { totals } = quoteCart(state);
  const lines = state.lines.map((line) => [
    line.variant.variantId,
    line.quantity,
    unitPrice(line, state.currency),
  ]);
  return fingerprint(JSON.stringify([state.currency, lines, state.shippingRateId, totals]));
}

/** The price of one unit in minor units; a line only exists in a currency that it has a price in. */
export function unitPrice(line: CartLine, currency: string): number {
  return line.variant.prices[currency] ?? 0;
}

/** The cart as it is answered. */
export function cartView(state: CartState): Cart {
  const { currency } = state;
  const rate = chosenRate(state);
  return {
    id: state.id,
    version: state.version,
    currency,
    ...(state.email === undefined ? {} : { email: state.email }),
    items: state.lines.map((line) => itemView(line, currency)),
    ...(state.shippingAddress ? { shipping_address: state.shippingAddress } : {}),
    ...(state.billingAddress ? { billing_address: state.billingAddress } : {}),
    ...(rate ? { shipping_option: shippingOptionView(rate) } : {}),
    totals: totalsView(quoteCart(state).totals, currency),
    quote_hash: quoteHash(state),
    expires_at: state.expiresAt,
  };
}

function itemView(line: CartLine, currency: string): Cart["items"][number] {
  const { variant } = line;
  const price = unitPrice(line, currency);
  return {
    id: line.id,
    variant_id: variant.variantId,
    product_id: variant.productId,
    sku: variant.sku,
    name: variant.name,
    options: variant.options,
    quantity: line.quantity,
    unit_price: money(price, currency),
    total: money(price * line.quantity, currency),
    ...(variant.imageUrl === null ? {} : { image_url: variant.imageUrl }),
    problems: problemsOf(line, currency),
  };
}

function problemsOf(line: CartLine, currency: string): Cart["items"][number]["problems"] {
  if (!line.sold)
    return [{ code: "unavailable", message: "This item is no longer sold. Remove it to go on." }];
  const problems: Cart["items"][number]["problems"] = [];
  const { available } = line.variant;
  if (available !== null && available < line.quantity) {
    const message = available === 0 ? "This item is sold out." : `Only ${available} left.`;
    problems.push({ code: "insufficient_stock", available, message });
  }
  if (line.previousPrice !== undefined) {
    problems.push({
      code: "price_changed",
      previous_price: money(line.previousPrice, currency),
      message: "The price has changed since you added this item.",
    });
  }
  return problems;
}

export function shippingOptionView(rate: ShippingRate): ShippingOption {
  return { id: rate.id, name: rate.name, price: money(rate.amount, rate.currency) };
}

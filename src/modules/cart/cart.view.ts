import { fingerprint } from "../../platform/crypto.ts";
import { money } from "../../platform/money.ts";
import { type PricedInput, priceOrder, type PricedOrder, totalsView } from "../pricing/index.ts";
import { deliveryView, type ShippingRate } from "../shipping/index.ts";
import type { Cart, ShippingOption } from "./cart.schema.ts";
import { chosenRate } from "./cart.shipping.ts";
import type { CartLine, CartState } from "./cart.state.ts";

/** What the price of a cart depends on, as the cart remembers it. */
export function pricingOf(state: CartState): PricedInput {
  const { market, currency } = state;
  const rate = chosenRate(state);
  return {
    lines: state.lines.map((line) => ({
      key: line.variant.variantId,
      quantity: line.quantity,
      unitPrice: unitPrice(line, currency),
      taxable: line.variant.taxable,
      ...(line.variant.taxClass === undefined ? {} : { taxClass: line.variant.taxClass }),
    })),
    shipping: rate && { amount: rate.amount, taxClass: rate.taxClass },
    taxes: market?.taxes ?? [],
    pricesIncludeTax: market?.pricesIncludeTax,
    rounding: market?.rounding,
    exempt: market?.exemption !== undefined,
  };
}

/** Prices what the cart remembers. Pure; the checkout does the same with what the database says. */
export function quoteCart(state: CartState): PricedOrder {
  return priceOrder(pricingOf(state));
}

/** A fingerprint of what the shopper agrees to: every line with its price, shipping, tax, total. */
export function quoteHash(state: CartState): string {
  const priced = quoteCart(state);
  const lines = state.lines.map((line, index) => [
    line.variant.variantId,
    line.quantity,
    priced.lines[index]?.unitPrice,
  ]);
  return fingerprint(JSON.stringify([state.currency, lines, state.shippingRateId, priced.totals]));
}

/** The listed price of one unit in minor units; a line only exists in a currency that it has a price in. */
export function unitPrice(line: CartLine, currency: string): number {
  return line.variant.prices[currency] ?? 0;
}

/** The cart as it is answered. */
export function cartView(state: CartState): Cart {
  const { currency } = state;
  const rate = chosenRate(state);
  const priced = quoteCart(state);
  return {
    id: state.id,
    version: state.version,
    currency,
    ...(state.email === undefined ? {} : { email: state.email }),
    ...(state.note === undefined ? {} : { note: state.note }),
    items: state.lines.map((line, index) => itemView(line, currency, priced.lines[index])),
    ...(state.shippingAddress ? { shipping_address: state.shippingAddress } : {}),
    ...(state.billingAddress ? { billing_address: state.billingAddress } : {}),
    ...(rate ? { shipping_option: shippingOptionView({ ...rate, amount: priced.shipping.amount }) } : {}),
    totals: totalsView(priced.totals, currency),
    quote_hash: quoteHash(state),
    expires_at: state.expiresAt,
  };
}

function itemView(
  line: CartLine,
  currency: string,
  priced: PricedOrder["lines"][number] | undefined,
): Cart["items"][number] {
  const { variant } = line;
  const price = priced?.unitPrice ?? unitPrice(line, currency);
  return {
    id: line.id,
    variant_id: variant.variantId,
    product_id: variant.productId,
    sku: variant.sku,
    name: variant.name,
    options: variant.options,
    quantity: line.quantity,
    ...(line.note === undefined ? {} : { note: line.note }),
    unit_price: money(price, currency),
    total: money(priced?.total ?? price * line.quantity, currency),
    ...(variant.imageUrl === null ? {} : { image_url: variant.imageUrl }),
    problems: problemsOf(line, currency),
  };
}

function problemsOf(line: CartLine, currency: string): Cart["items"][number]["problems"] {
  if (!line.sold)
    return [
      { code: "unavailable", action: "remove", message: "This item is no longer sold. Remove it to go on." },
    ];
  const problems: Cart["items"][number]["problems"] = [];
  const { available } = line.variant;
  if (available !== null && available < line.quantity) {
    const message = available === 0 ? "This item is sold out." : `Only ${available} left.`;
    const action = available === 0 ? "remove" : "reduce_quantity";
    problems.push({ code: "insufficient_stock", action, available, message });
  }
  if (line.previousPrice !== undefined) {
    problems.push({
      code: "price_changed",
      action: "accept_changes",
      previous_price: money(line.previousPrice, currency),
      message: "The price has changed since you added this item.",
    });
  }
  return problems;
}

export function shippingOptionView(rate: ShippingRate): ShippingOption {
  return {
    id: rate.id,
    name: rate.name,
    price: money(rate.amount, rate.currency),
    ...deliveryView(rate),
  };
}

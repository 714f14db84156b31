import { fingerprint } from "../../platform/crypto.ts";
import { money } from "../../platform/money.ts";
import { type PricedOrder, totalsView } from "../pricing/index.ts";
import { deliveryView, type ShippingRate } from "../shipping/index.ts";
import { quoteCart, shownRatePrice, shownUnitPrice } from "./cart.prices.ts";
import type { Cart, ShippingOption } from "./cart.schema.ts";
import { chosenRate } from "./cart.shipping.ts";
import type { CartLine, CartState } from "./cart.state.ts";

/** A fingerprint of what the shopper agrees to: every line with its price, shipping and where it goes, tax, total. */
export function quoteHash(state: CartState, priced: PricedOrder = quoteCart(state)): string {
  const lines = state.lines.map((line, index) => [
    line.variant.variantId,
    line.quantity,
    priced.lines[index]?.unitPrice,
  ]);
  const { currency, shippingRateId, shippingAddress } = state;
  return fingerprint(JSON.stringify([currency, lines, shippingRateId, priced.totals, shippingAddress]));
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
    items: state.lines.map((line, index) => itemView(line, state, priced.lines[index])),
    ...(state.shippingAddress ? { shipping_address: state.shippingAddress } : {}),
    ...(state.billingAddress ? { billing_address: state.billingAddress } : {}),
    ...(rate ? { shipping_option: shippingOptionView(state, rate) } : {}),
    totals: totalsView(priced.totals, currency),
    problems: cartProblemsOf(state),
    quote_hash: quoteHash(state, priced),
    expires_at: state.expiresAt,
  };
}

function itemView(
  line: CartLine,
  state: CartState,
  priced: PricedOrder["lines"][number] | undefined,
): Cart["items"][number] {
  const { variant } = line;
  const { currency } = state;
  const price = priced?.unitPrice ?? shownUnitPrice(state, line);
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
    problems: problemsOf(line, state),
  };
}

function cartProblemsOf({ previousTotals, currency }: CartState): Cart["problems"] {
  if (!previousTotals) return [];
  return [
    {
      code: "total_changed",
      action: "accept_changes",
      previous_total: money(previousTotals.total, currency),
      message: "What the cart costs, or the shipping or tax in it, has changed since you saw it.",
    },
  ];
}

function problemsOf(line: CartLine, state: CartState): Cart["items"][number]["problems"] {
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
      previous_price: money(shownUnitPrice(state, line, line.previousPrice), state.currency),
      message: "The price has changed since you added this item.",
    });
  }
  return problems;
}

export function shippingOptionView(state: CartState, rate: ShippingRate): ShippingOption {
  return {
    id: rate.id,
    name: rate.name,
    price: money(shownRatePrice(state, rate), rate.currency),
    ...deliveryView(rate),
  };
}

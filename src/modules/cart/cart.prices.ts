import {
  type PricedInput,
  priceOrder,
  type PricedOrder,
  shownPrice,
  shownShippingPrice,
} from "../pricing/index.ts";
import type { ShippingRate } from "../shipping/index.ts";
import { chosenRate } from "./cart.shipping.ts";
import type { CartLine, CartState } from "./cart.state.ts";

/** What the price of a cart depends on, as the cart remembers it. */
export function pricingOf(state: CartState): PricedInput {
  const rate = chosenRate(state);
  return {
    lines: state.lines.map((line) => ({
      key: line.variant.variantId,
      quantity: line.quantity,
      unitPrice: unitPrice(line, state.currency),
      taxable: line.variant.taxable,
      ...(line.variant.taxClass === undefined ? {} : { taxClass: line.variant.taxClass }),
    })),
    shipping: rate && { amount: rate.amount, taxClass: rate.taxClass },
    rounding: state.market?.rounding,
    ...termsOf(state),
  };
}

/** Prices what the cart remembers. Pure; the checkout does the same with what the database says. */
export function quoteCart(state: CartState): PricedOrder {
  return priceOrder(pricingOf(state));
}

/** The listed price of one unit in minor units; a line only exists in a currency that it has a price in. */
export function unitPrice(line: CartLine, currency: string): number {
  return line.variant.prices[currency] ?? 0;
}

/** A listed price of the line's goods as this cart shows and charges it; by default the present one. */
export function shownUnitPrice(
  state: CartState,
  line: CartLine,
  listed = unitPrice(line, state.currency),
): number {
  return shownPrice(termsOf(state), listed, line.variant);
}

/** What a rate costs as this cart shows and charges it. */
export function shownRatePrice(state: CartState, rate: ShippingRate): number {
  return shownShippingPrice(termsOf(state), rate);
}

function termsOf({ market }: CartState) {
  return {
    taxes: market?.taxes ?? [],
    pricesIncludeTax: market?.pricesIncludeTax,
    exempt: market?.exemption !== undefined,
  };
}

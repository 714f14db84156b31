import {
  type CartLine,
  type CartState,
  emptyCart,
  pricingOf,
  shownRatePrice,
  shownUnitPrice,
} from "../cart/index.ts";
import { linesOf, type OrderRow, type PlacedPricing } from "../orders/index.ts";
import { type PricedOrder, priceOrder, type TaxLine } from "../pricing/index.ts";
import type { EditFacts } from "./edit-facts.ts";
import type { EditedLine } from "./edited-lines.ts";
import type { EditFields } from "./order-changes.schema.ts";

/** What an edited order costs, and the cart that it was priced as. Lines without units are in neither. */
export interface PricedEdit {
  lines: EditedLine[];
  cart: CartState;
  quote: PricedOrder;
}

/** Whether an edit is about more than words: then all is priced anew. */
export function isPricedAnew(edit: EditFields): boolean {
  return (
    edit.line_items !== undefined ||
    edit.shipping_address !== undefined ||
    edit.shipping_option_id !== undefined
  );
}

/** What the order costs as it stands, in the shape of a new price. Pure. */
export function quoteAsPlaced(order: OrderRow): PricedOrder {
  const pricing = order.pricing === null ? undefined : (JSON.parse(order.pricing) as PlacedPricing);
  const taxes = pricing?.shippingTaxes ?? [];
  const shippingTax = taxes.reduce((sum, [, , amount]) => sum + amount, 0);
  const isIncluded = pricing?.pricesIncludeTax ?? false;
  return {
    lines: linesOf(order)
      .filter((line) => line.quantity > 0)
      .map((line) => ({
        unitPrice: line.unit_price,
        discount: line.discount,
        total: line.total,
        tax: line.tax,
        taxIncluded: line.tax_included,
        taxes: line.taxes,
      })),
    shipping: {
      amount: order.shipping,
      tax: isIncluded ? 0 : shippingTax,
      taxIncluded: isIncluded ? shippingTax : 0,
      taxes,
    },
    taxLines: JSON.parse(order.tax_lines) as TaxLine[],
    totals: {
      subtotal: order.subtotal,
      discount: order.discount,
      shipping: order.shipping,
      tax: order.tax,
      taxIncluded: order.tax_included,
      total: order.total,
    },
  };
}

/**
 * Prices an edited order in the way of carts, with the destination's present rates and taxes. Lines that there were keep their price, new
 * ones have the catalog's. Pure.
 */
export function priceEdit(
  order: OrderRow,
  facts: Pick<EditFacts, "address" | "market">,
  edited: readonly EditedLine[],
  shippingRateId: string | undefined,
  now: Date,
): PricedEdit {
  const { currency } = order;
  const lines = edited.filter((line) => line.quantity > 0);
  const base: CartState = {
    ...emptyCart(order.id, currency, now),
    shippingAddress: facts.address,
    market: facts.market,
    ...(shippingRateId === undefined ? {} : { shippingRateId }),
    lines: lines.map((line, index) => cartLineOf(line, index, currency)),
  };
  const cart = asCharged(base, lines);
  const pricing = pricingOf(cart);
  const quote = priceOrder({
    ...pricing,
    lines: pricing.lines.map((line, index) => ({ ...line, discount: discountOf(lines[index]) })),
  });
  return { lines, cart, quote };
}

function cartLineOf(line: EditedLine, index: number, currency: string): CartLine {
  const { before, variant, quantity } = line;
  const prices = before ? { ...variant.prices, [currency]: before.unit_price } : variant.prices;
  return { id: before?.id ?? `new-${index}`, quantity, variant: { ...variant, prices }, sold: true };
}

/**
 * Who pays no tax is charged listed prices without the tax in them. The order's prices are without it already: so the others are taken
 * down here, once, and the whole is priced as if no price had tax in it.
 */
function asCharged(cart: CartState, edited: readonly EditedLine[]): CartState {
  const { market, currency } = cart;
  if (!market?.exemption || !market.pricesIncludeTax) return cart;
  return {
    ...cart,
    market: {
      ...market,
      pricesIncludeTax: false,
      rates: market.rates.map((rate) => ({ ...rate, amount: shownRatePrice(cart, rate) })),
    },
    lines: cart.lines.map((line, index) => {
      if (edited[index]?.before) return line;
      const prices = { ...line.variant.prices, [currency]: shownUnitPrice(cart, line) };
      return { ...line, variant: { ...line.variant, prices } };
    }),
  };
}

/** The discount of a line goes with its units; units that are added have none. */
function discountOf(line: EditedLine | undefined): number {
  if (!line?.before || line.before.quantity === 0) return 0;
  const { discount, quantity } = line.before;
  if (line.quantity >= quantity) return discount;
  return Number((BigInt(discount) * BigInt(line.quantity)) / BigInt(quantity));
}

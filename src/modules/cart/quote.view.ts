import { money } from "../../platform/money.ts";
import { explainedView, partTaxesView, type PricedOrder, taxLinesView } from "../pricing/index.ts";
import { quoteCart } from "./cart.prices.ts";
import { shippingRates } from "./cart.shipping.ts";
import type { CartState } from "./cart.state.ts";
import { cartView, shippingOptionView } from "./cart.view.ts";
import { type Besides, explainCart } from "./quote.explain.ts";
import type { Quote } from "./quote.schema.ts";

/** A cart as the database has it now, with every line's taxes and why it costs what it costs. */
export function quoteView(state: CartState, besides: Besides | undefined): Quote {
  const { currency, market } = state;
  const priced = quoteCart(state);
  const { version: _, expires_at: __, email: ___, note: ____, ...cart } = cartView(state);
  return {
    ...cart,
    items: cart.items.map((item, index) => ({
      ...item,
      discount: money(priced.lines[index]?.discount ?? 0, currency),
      ...taxesView(priced, priced.lines[index], currency),
    })),
    shipping: {
      amount: money(priced.shipping.amount, currency),
      ...taxesView(priced, priced.shipping, currency),
    },
    shipping_options: shippingRates(state).map((rate) => shippingOptionView(state, rate)),
    tax_lines: taxLinesView(priced.taxLines, currency),
    prices_include_tax: market?.pricesIncludeTax ?? false,
    rounding: market?.rounding ?? "order",
    explanation: explainCart(state, priced, besides).map((each) => explainedView(each, currency)),
  };
}

function taxesView(
  priced: PricedOrder,
  part: PricedOrder["lines"][number] | PricedOrder["shipping"] | undefined,
  currency: string,
) {
  return {
    tax: money(part?.tax ?? 0, currency),
    tax_included: money(part?.taxIncluded ?? 0, currency),
    taxes: partTaxesView(part?.taxes ?? [], priced.taxLines, currency),
  };
}

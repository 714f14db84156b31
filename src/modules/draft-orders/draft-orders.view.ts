import { money } from "../../platform/money.ts";
import { offeredTransitions } from "../../platform/machine.ts";
import { type CartState, chosenRate, quoteCart, shippingOptionView, shippingRates } from "../cart/index.ts";
import { totalsView } from "../pricing/index.ts";
import { DRAFT_TRANSITIONS, type DraftAction, type DraftStatus } from "./draft-orders.machine.ts";
import type { DraftOrder } from "./draft-orders.schema.ts";
import { draftProblems } from "./draft-problems.ts";
import type { DraftFacts } from "./read-draft-facts.ts";

/** A draft as it is answered: priced, with what can be chosen and what is missing. Pure. */
export function draftView(facts: DraftFacts): DraftOrder {
  const { row, content, variants } = facts;
  const { currency } = row;
  const isOpen = row.status === "open";
  const found = draftProblems(facts);
  const problems = isOpen ? found : [];
  // What cannot be priced is left out of the sums, so that there is always an answer.
  const cart = priceable(facts.cart, found);
  const quote = quoteCart(cart);
  const rate = chosenRate(cart);
  return {
    id: row.id,
    status: row.status,
    currency,
    ...(row.email === null ? {} : { email: row.email }),
    ...(row.customer_id === null ? {} : { customer_id: row.customer_id }),
    line_items: content.lines.map((line, index) => {
      const at = cart.lines.findIndex((each) => each.id === line.id);
      const priced = quote.lines[at];
      const variant = variants.get(line.variant_id);
      const listed = variant?.prices[currency];
      return {
        id: line.id,
        variant_id: line.variant_id,
        sku: variant?.sku ?? line.sku,
        name: variant?.name ?? line.name,
        options: facts.cart.lines[index]?.variant.options ?? {},
        quantity: line.quantity,
        unit_price: money(priced?.unitPrice ?? line.unit_price ?? listed ?? 0, currency),
        ...(listed === undefined ? {} : { listed_price: money(listed, currency) }),
        ...(line.price_reason === undefined ? {} : { price_reason: line.price_reason }),
        tax: money(priced?.tax ?? 0, currency),
        tax_included: money(priced?.taxIncluded ?? 0, currency),
        total: money(priced?.total ?? 0, currency),
      };
    }),
    ...(content.shipping_address ? { shipping_address: content.shipping_address } : {}),
    ...(content.billing_address ? { billing_address: content.billing_address } : {}),
    ...(rate ? { shipping_option: shippingOptionView(cart, rate) } : {}),
    shipping_options: isOpen ? shippingRates(cart).map((each) => shippingOptionView(cart, each)) : [],
    ...(content.note === undefined ? {} : { note: content.note }),
    prices_include_tax: cart.market?.pricesIncludeTax ?? false,
    totals: totalsView(quote.totals, currency),
    problems,
    ...(row.order_id === null ? {} : { order_id: row.order_id }),
    allowed_transitions: offeredTransitions<DraftStatus, DraftAction>(
      DRAFT_TRANSITIONS,
      row.status,
      ["edit", "send", "cancel"],
      { send: () => problems[0]?.message },
    ),
    created_at: row.created_at,
    updated_at: row.updated_at,
    version: row.version,
  };
}

function priceable(cart: CartState, problems: DraftOrder["problems"]): CartState {
  const tooMuch = new Set(
    problems.filter(({ code }) => code === "too_expensive").map(({ pointer }) => pointer),
  );
  return {
    ...cart,
    lines: cart.lines.filter((line, index) => line.sold && !tooMuch.has(`#/line_items/${index}`)),
  };
}

import { money } from "../../platform/money.ts";
import { chosenRate, shippingOptionView, shippingRates } from "../cart/index.ts";
import type { OrderRow } from "../orders/index.ts";
import { taxLinesView, totalsView } from "../pricing/index.ts";
import type { Settlement } from "./order-balance.ts";
import type { Difference, EditPreview } from "./order-changes.schema.ts";
import type { EditPlan } from "./plan-edit.ts";

/** What an edit would make of an order, as it is answered. Pure. */
export function editPreview(order: OrderRow, plan: EditPlan): EditPreview {
  const { currency } = order;
  const { quote, cart } = plan;
  const rate = chosenRate(cart);
  return {
    order_id: order.id,
    version: order.version,
    line_items: plan.all.map((line) => {
      const priced = quote.lines[plan.lines.indexOf(line)];
      const { before, variant } = line;
      const price = priced?.unitPrice ?? before?.unit_price ?? variant.prices[currency] ?? 0;
      return {
        ...(before ? { id: before.id } : {}),
        variant_id: variant.variantId,
        sku: before?.sku ?? variant.sku,
        name: before?.name ?? variant.name,
        quantity_before: before?.quantity ?? 0,
        quantity: line.quantity,
        unit_price: money(price, currency),
        tax: money(priced?.tax ?? 0, currency),
        tax_included: money(priced?.taxIncluded ?? 0, currency),
        total: money(priced?.total ?? 0, currency),
      };
    }),
    shipping_address: plan.facts.address,
    ...(rate ? { shipping_option: shippingOptionView(cart, rate) } : {}),
    shipping_options: shippingRates(cart).map((each) => shippingOptionView(cart, each)),
    tax_lines: taxLinesView(quote.taxLines, currency),
    totals_before: totalsView({ ...order, taxIncluded: order.tax_included }, currency),
    totals: totalsView(quote.totals, currency),
    difference: differenceView(plan.settlement, currency),
    problems: plan.problems,
  };
}

/** What moves because of an edit. */
export function differenceView({ refund, charge }: Settlement, currency: string): Difference {
  const direction = charge > 0 ? "charge" : refund > 0 ? "refund" : "none";
  return { amount: charge + refund, currency, direction };
}

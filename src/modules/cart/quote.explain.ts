import { type Explained, explainTaxes, type PricedOrder } from "../pricing/index.ts";
import { explainRate, explainZones, type Overtaken } from "../shipping/index.ts";
import { pricingOf, shownRatePrice } from "./cart.prices.ts";
import { chosenRate, needsShipping, parcelOf } from "./cart.shipping.ts";
import type { CartState } from "./cart.state.ts";

/** What was looked at besides what a cart keeps. */
export interface Besides extends Overtaken {
  /** The last day of the customer's exemption from tax, if it has ended. */
  exemptionEnded: string | undefined;
}

/**
 * Why a cart costs what it costs: every zone, rate, tax and exemption that was looked at, and what became of it. Pure. `besides` is what a
 * cart does not remember; orders, which keep this, are explained without.
 */
export function explainCart(state: CartState, priced: PricedOrder, besides?: Besides): Explained[] {
  if (!state.market) return [{ code: "shipping.address_missing", applied: false }];
  const { market } = state;
  return [
    ...explainShipping(state, besides),
    ...(market.exemption
      ? [{ code: "exemption.applied" as const, applied: true, facts: { reason: market.exemption.reason } }]
      : []),
    ...(besides?.exemptionEnded === undefined
      ? []
      : [
          {
            code: "exemption.expired" as const,
            applied: false,
            facts: { valid_until: besides.exemptionEnded },
          },
        ]),
    ...explainTaxes(
      pricingOf(state),
      priced,
      state.lines.map((line) => line.variant.name),
    ),
  ];
}

function explainShipping(state: CartState, besides: Besides | undefined): Explained[] {
  const { market, lines } = state;
  if (lines.length > 0 && !needsShipping(state)) return [{ code: "shipping.not_needed", applied: true }];
  const rates = market?.rates ?? [];
  const chosenId = chosenRate(state)?.id;
  return [
    ...explainZones(market?.zone, besides),
    ...(rates.length === 0 ? [{ code: "shipping.not_served" as const, applied: false }] : []),
    ...rates.flatMap((rate) =>
      explainRate(rate, parcelOf(state), chosenId, (each) => shownRatePrice(state, each)),
    ),
  ];
}

export { type PricedOrder, priceOrder, type TaxRule, type Totals } from "./price-order.ts";
export { totalsSchema, totalsView } from "./pricing.schema.ts";

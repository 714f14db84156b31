export { type PricedOrder, priceOrder, type TaxRule } from "./price-order.ts";
export { totalsSchema, totalsView } from "./pricing.schema.ts";

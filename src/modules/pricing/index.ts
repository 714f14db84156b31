export { explainTaxes } from "./explain-taxes.ts";
export { type Explained, explainedSchema, explainedView } from "./explained.schema.ts";
export {
  type PartTax,
  type PricedInput,
  type PricedOrder,
  priceOrder,
  type TaxLine,
  type Totals,
} from "./price-order.ts";
export { partTaxesView, taxLineSchema, taxLinesView, totalsSchema, totalsView } from "./pricing.schema.ts";
export type { TaxRounding } from "./share-taxes.ts";
export { shownPrice, shownShippingPrice } from "./shown-price.ts";
export { STANDARD_TAX, type TaxRule } from "./tax-rules.ts";

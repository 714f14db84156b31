export { currencyNotSold } from "./catalog.errors.ts";
export { productChanged } from "./catalog.events.ts";
export {
  productIdsAfter,
  productIdsOfVariants,
  type ProductRow,
  readCategories,
  readProducts,
  type SellableRow,
  sellableStmt,
  type VariantRow,
} from "./catalog.repo.ts";
export { type Availability, type Category, categorySchema, productSchema } from "./catalog.schema.ts";
export { productView } from "./catalog.view.ts";
export { findSellable, sellableOf, type SellableVariant, soldCurrency } from "./sellable.ts";
export { importRoutes } from "./import.routes.ts";

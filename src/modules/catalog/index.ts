// What everybody reads: products and categories as they are shown, and variants as they are sold.
export { type ListedAvailability, listedAs } from "./availability.ts";
export { currencyNotSold } from "./catalog.errors.ts";
export { categoryChanged, productChanged } from "./catalog.events.ts";
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
export {
  type Availability,
  type Category,
  categorySchema,
  type Product,
  productSchema,
} from "./catalog.schema.ts";
export { productView, stockText } from "./catalog.view.ts";
export { findProductId } from "./product-id.repo.ts";
export { findSellable, sellableOf, type SellableVariant, soldCurrency } from "./sellable.ts";
export { findSlugTarget } from "./slug-redirects.repo.ts";

// What products, product-media, categories and catalog-files, which write the catalog, share besides.
export {
  availabilityOf,
  bestAvailability,
  DEFAULT_LOW_STOCK_THRESHOLD,
  NEW_STOCK,
  type StockFacts,
} from "./availability.ts";
export { STOCK_COLUMNS } from "./catalog.repo.ts";
export { type ImportReport, importReportSchema, variantSchema } from "./catalog.schema.ts";
export {
  productAttributes,
  productCategories,
  productMedia,
  productOptions,
  products,
  productVariants,
  relatedProducts,
  variantPrices,
} from "./catalog.table.ts";
export { absoluteUrl } from "./catalog.view.ts";
export { line, MAX_AMOUNT, prose, slugInput } from "./fields.schema.ts";
export { generateSku } from "./generate-sku.ts";
export { slugify } from "./slug.ts";
export { forgetSlugsStmt, keepSlugStmts } from "./slug-redirects.repo.ts";

export { currencyNotSold } from "./catalog.errors.ts";
export { bulkRoutes } from "./bulk.routes.ts";
export { categoryChanged, productChanged } from "./catalog.events.ts";
export { categoryRoutes } from "./categories.routes.ts";
export { catalogSubscribers } from "./categories.subscribers.ts";
export { catalogJobs } from "./catalog.jobs.ts";
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
export { type ListedAvailability, listedAs } from "./availability.ts";
export { findProductId } from "./product-id.repo.ts";
export { productView } from "./catalog.view.ts";
export { findSellable, sellableOf, type SellableVariant, soldCurrency } from "./sellable.ts";
export { importRoutes } from "./import.routes.ts";
export { exportColumns, exportPage } from "./export-products.ts";
export { countProducts } from "./export.repo.ts";
export { type CatalogFormat, readChunk, type ReadPiece, scannerOf } from "./import-file.ts";
export type { FilePlan, FileScanner } from "./import-file-plan.ts";
export { importPortion } from "./import-portion.ts";
export { importProductTooLarge, importRowsScattered } from "./import.errors.ts";
export { importColumnsMissing, importMalformedCsv, importTooLarge } from "./catalog.errors.ts";
export { productMediaRoutes } from "./product-media.routes.ts";
export { productPartRoutes } from "./product-parts.routes.ts";
export { productRoutes } from "./products.routes.ts";
export { findSlugTarget } from "./slug-redirects.repo.ts";
export { variantRoutes } from "./variants.routes.ts";

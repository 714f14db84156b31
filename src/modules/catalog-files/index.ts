export { exportColumns, exportPage } from "./export-products.ts";
export { countProducts } from "./export.repo.ts";
export type { FilePlan, FileScanner } from "./import-file-plan.ts";
export { type CatalogFormat, readChunk, type ReadPiece, scannerOf } from "./import-file.ts";
export { importPortion } from "./import-portion.ts";
export {
  importColumnsMissing,
  importMalformedCsv,
  importProductTooLarge,
  importRowsScattered,
  importTooLarge,
} from "./import.errors.ts";
export { importRoutes } from "./import.routes.ts";

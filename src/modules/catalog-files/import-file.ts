import type { FilePlan, FileScanner } from "./import-file-plan.ts";
import { CsvScanner } from "./import-scan.csv.ts";
import { NdjsonScanner } from "./import-scan.ndjson.ts";
import type { ImportedProduct, ImportError } from "./imported-product.ts";
import { readNdjson } from "./ndjson.product.ts";
import { productsOf } from "./shopify-csv.ts";
import { readHeader, readRowsFrom } from "./shopify-csv.rows.ts";

/** Shopify's product CSV, or a JSON object a line with all that the shop knows of a product. */
export type CatalogFormat = "csv" | "ndjson";

/** Makes the scanner that plans how a file of this format is imported in chunks. */
export function scannerOf(format: CatalogFormat): FileScanner {
  return format === "csv" ? new CsvScanner() : new NdjsonScanner();
}

/** The bytes of a piece of the file, and the physical line on which it starts. */
export interface ReadPiece {
  bytes: ArrayBuffer;
  line: number;
}

/**
 * Understands a chunk of a planned file. A CSV's prices are read in `currency`.
 * @throws catalog.import_malformed_csv
 */
export function readChunk(
  format: CatalogFormat,
  { header }: Pick<FilePlan, "header">,
  pieces: readonly ReadPiece[],
  currency: string,
): { products: ImportedProduct[]; errors: ImportError[] } {
  const decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });
  const texts = pieces.map(({ bytes, line }) => ({ text: decoder.decode(bytes), line }));
  if (format === "ndjson") return readNdjson(texts, currency);
  const columns = readHeader(header);
  return productsOf(
    texts.flatMap(({ text, line }) => readRowsFrom(text, line, columns)),
    currency,
  );
}

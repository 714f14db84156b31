import { generateSku, slugify } from "../catalog/index.ts";
import type { ImportedProduct, ImportError } from "./imported-product.ts";
import { type CsvRow, importError, RowRefused } from "./shopify-csv.fields.ts";
import { readGroup } from "./shopify-csv.group.ts";
import { readRows } from "./shopify-csv.rows.ts";

/** A product file as it was understood. */
interface ParsedCatalog {
  products: ImportedProduct[];
  /** One for each refused row, in the order of the lines. */
  errors: ImportError[];
  rowCount: number;
}

const MAX_HANDLE = 255;

/**
 * Reads a product CSV as Shopify exports it (https://help.shopify.com/en/manual/products/import-export/using-csv).
 * All rows with the same Handle make one product, wherever they stand: the first with a Title has the product's
 * fields, rows with option values or a price are variants, rows with nothing but an image are images.
 * Prices are read in `currency`. A wrong row is reported and left out, the others go on.
 * @throws catalog.import_malformed_csv catalog.import_columns_missing catalog.import_too_large
 */
export function parseShopifyCsv(csv: string, currency: string): ParsedCatalog {
  const rows = readRows(csv);
  return { ...productsOf(rows, currency), rowCount: rows.length };
}

/** Makes products of the rows of a file, or of a part of it that holds whole products only. */
export function productsOf(rows: readonly CsvRow[], currency: string): Omit<ParsedCatalog, "rowCount"> {
  const errors: ImportError[] = [];
  const skus = new Set<string>();
  const read = [...rowsByHandle(rows, errors)].flatMap(([slug, group]) => {
    const { product, refused } = readGroup(slug, group, currency, skus);
    for (const [row, refusal] of refused) errors.push(importError(row.line, refusal));
    return product ?? [];
  });
  // SKUs are made last, so that none takes one that the file gives to a later row.
  const products = read.map((product) => ({
    ...product,
    variants: product.variants.map((variant) => {
      if (variant.sku !== null) return { ...variant, generatedSku: variant.sku };
      const generatedSku = generateSku(product.slug, variant.options, skus);
      skus.add(generatedSku);
      return { ...variant, generatedSku };
    }),
  }));
  return { products, errors: errors.sort((a, b) => a.line - b.line) };
}

function rowsByHandle(rows: readonly CsvRow[], errors: ImportError[]): Map<string, CsvRow[]> {
  const groups = new Map<string, CsvRow[]>();
  for (const row of rows) {
    const handle = row.cells.get("Handle")?.trim() ?? "";
    const slug = slugify(handle);
    const refusal = handleRefusal(row, handle, slug);
    if (refusal) {
      errors.push(importError(row.line, row.refusal ?? refusal));
      continue;
    }
    const group = groups.get(slug);
    if (group) group.push(row);
    else groups.set(slug, [row]);
  }
  return groups;
}

function handleRefusal(row: CsvRow, handle: string, slug: string): RowRefused | undefined {
  if (handle === "") return new RowRefused("handle_missing", "The row has no Handle.");
  if (slug === "") return new RowRefused("invalid_handle", "The Handle has neither a letter nor a digit.");
  if (new TextEncoder().encode(slug).length <= MAX_HANDLE) return undefined;
  return new RowRefused(
    "field_too_long",
    `The Handle in line ${row.line} has more than ${MAX_HANDLE} bytes.`,
  );
}

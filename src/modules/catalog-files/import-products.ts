import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { ImportReport } from "../catalog/index.ts";
import { importPortion } from "./import-portion.ts";
import type { ImportedProduct } from "./imported-product.ts";
import { parseShopifyCsv } from "./shopify-csv.ts";

const PRODUCTS_A_COMMIT = 200;
/** Rows of variants a commit: keeps a commit of products with many variants as short as the others. */
const VARIANTS_A_COMMIT = 1_000;

interface ImportProducts {
  csv: string;
  /** The currency of the file's prices: one that the shop sells in. */
  currency: string;
  /** Report what would happen and write nothing. */
  dryRun: boolean;
}

/**
 * Creates and updates products from a product CSV in Shopify's format. A product is matched by its handle, a variant
 * by its option values, so both keep their ids; variants that the file has no longer are archived. Quantities become
 * the stock that can be sold; a blank one leaves it as it is. Rows that are wrong are reported and left out.
 * The import is committed in portions: one that another import got in the way of is decided anew.
 * @throws catalog.import_malformed_csv catalog.import_columns_missing catalog.import_too_large
 */
export async function importProducts(ctx: Ctx, input: ImportProducts): Promise<ImportReport> {
  requirePermission(ctx, "product:manage");
  const { products, errors } = parseShopifyCsv(input.csv, input.currency);
  const counts = { created: 0, updated: 0, unchanged: 0 };
  for (const portion of portionsOf(products)) {
    const result = await importPortion(ctx, portion, input);
    for (const plan of result.plans) counts[plan.outcome] += 1;
    errors.push(...result.errors);
  }
  errors.sort((a, b) => a.line - b.line);
  return { ...counts, failed: errors.length, errors };
}

function* portionsOf(products: readonly ImportedProduct[]): Generator<ImportedProduct[]> {
  let portion: ImportedProduct[] = [];
  let variants = 0;
  for (const product of products) {
    const isFull =
      portion.length === PRODUCTS_A_COMMIT || variants + product.variants.length > VARIANTS_A_COMMIT;
    if (portion.length > 0 && isFull) {
      yield portion;
      portion = [];
      variants = 0;
    }
    portion.push(product);
    variants += product.variants.length;
  }
  if (portion.length > 0) yield portion;
}

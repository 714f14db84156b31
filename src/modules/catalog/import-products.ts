import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import { sha256Hex } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict, DomainError } from "../../platform/errors.ts";
import { type ImportedStock, importStockStmts } from "../inventory/index.ts";
import { productChanged } from "./catalog.events.ts";
import type { ImportReport } from "./catalog.schema.ts";
import { type Candidate, planProduct, type PlannedVariant, type ProductPlan } from "./import-plan.ts";
import { readExisting } from "./import.repo.ts";
import { writePlansStmts } from "./import.write.repo.ts";
import type { ImportedProduct, ImportError } from "./imported-product.ts";
import { parseShopifyCsv } from "./shopify-csv.ts";

const PRODUCTS_A_COMMIT = 200;
/** Rows of variants a commit: keeps a commit of products with many variants as short as the others. */
const VARIANTS_A_COMMIT = 1_000;
/** How often a commit is decided anew after somebody else changed the same products or SKUs in between. */
const ATTEMPTS = 3;

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
    const result = await importPortion(
      ctx,
      await Promise.all(portion.map((each) => candidateOf(each, input.currency))),
      input,
    );
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

/** The hash leaves out what does not describe the product: lines, stock, SKUs of our own making. */
async function candidateOf(product: ImportedProduct, currency: string): Promise<Candidate> {
  const { lines: _lines, ...content } = product;
  const variants = product.variants.map(
    ({ line: _line, quantity: _quantity, generatedSku: _sku, ...rest }) => rest,
  );
  return { product, hash: await sha256Hex(JSON.stringify([currency, { ...content, variants }])) };
}

interface PortionResult {
  plans: ProductPlan[];
  errors: ImportError[];
}

async function importPortion(
  ctx: Ctx,
  candidates: readonly Candidate[],
  input: ImportProducts,
): Promise<PortionResult> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const result = await decide(ctx, candidates);
    if (input.dryRun || (await write(ctx, result.plans, input.currency))) return result;
  }
  const message = "Another request changed this product at the same time. Import the row again.";
  const lines = candidates.flatMap(({ product }) => product.lines);
  return { plans: [], errors: lines.map((line) => ({ line, code: conflict.code, message })) };
}

async function decide(ctx: Ctx, candidates: readonly Candidate[]): Promise<PortionResult> {
  const existing = await readExisting(
    ctx,
    candidates.map(({ product }) => product),
  );
  const errors: ImportError[] = [];
  const newId = () => ctx.newId();
  const plans = candidates.flatMap((candidate) => planProduct(candidate, existing, newId, errors) ?? []);
  return { plans, errors };
}

/** Returns false when somebody else was faster and the plans are void. */
async function write(ctx: Ctx, plans: readonly ProductPlan[], currency: string): Promise<boolean> {
  const changes = plans.filter((plan) => plan.outcome !== "unchanged");
  if (changes.length === 0) return true;
  const count = (outcome: ProductPlan["outcome"]) => plans.filter((plan) => plan.outcome === outcome).length;
  try {
    await commit(ctx, {
      statements: [
        ...writePlansStmts(ctx, changes, currency),
        ...importStockStmts(
          ctx,
          changes.flatMap((plan) => plan.variants.flatMap(stockOf)),
        ),
      ],
      audit: {
        action: "product.import",
        entity: "catalog",
        entityId: ctx.requestId,
        after: {
          currency,
          created: count("created"),
          updated: count("updated"),
          unchanged: count("unchanged"),
        },
      },
      events: [productChanged({ product_ids: changes.map(({ id }) => id) })],
      constraints: { "products.version": () => conflict("The product was changed at the same time.") },
    });
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === conflict.code) return false;
    throw error;
  }
}

/** What the import sets: the file's figure, 0 for a new variant without one, else only a changed back-order policy. */
function stockOf({ id, imported, existing }: PlannedVariant): ImportedStock[] {
  const backorder = imported.inventoryPolicy === "continue";
  if (imported.quantity !== null) return [{ variantId: id, available: imported.quantity, backorder }];
  if (existing?.available == null) return [{ variantId: id, available: 0, backorder }];
  return existing.backorder === backorder ? [] : [{ variantId: id, available: null, backorder }];
}

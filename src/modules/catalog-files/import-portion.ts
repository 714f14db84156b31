import { commit, type Work } from "../../platform/commit.ts";
import { sha256Hex } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict, DomainError } from "../../platform/errors.ts";
import { productChanged } from "../catalog/index.ts";
import { type ImportedStock, importStockStmts, NOT_OVERSOLD } from "../inventory/index.ts";
import { readExported } from "./export.repo.ts";
import { type Candidate, type PlannedVariant, planProduct, type ProductPlan } from "./import-plan.ts";
import { changesNothing } from "./import-unchanged.ts";
import { readExisting } from "./import.repo.ts";
import { writePlansStmts } from "./import.write.repo.ts";
import type { ImportedProduct, ImportError } from "./imported-product.ts";

/** How often a commit is decided anew after somebody else changed the same products or SKUs in between. */
const ATTEMPTS = 3;

export interface ImportSettings {
  /** The currency of the file's prices: one that the shop sells in. */
  currency: string;
  /** Report what would happen and write nothing. */
  dryRun: boolean;
}

/** What became of each product, and the rows that were refused. */
export interface PortionResult {
  plans: readonly Pick<ProductPlan, "outcome">[];
  errors: ImportError[];
}

const NOTHING: Work = { statements: [] };

/**
 * Imports products in one commit, together with what `beside` makes of the result. When another request got in the way it
 * is decided anew; after the third time the rows are refused. With `dryRun` only what stands beside is committed.
 */
export async function importPortion(
  ctx: Ctx,
  products: readonly ImportedProduct[],
  settings: ImportSettings,
  beside: (result: PortionResult) => Work = () => NOTHING,
): Promise<PortionResult> {
  const candidates = await Promise.all(products.map((product) => candidateOf(product, settings.currency)));
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const result = await decide(ctx, candidates, settings.currency);
    if (await write(ctx, result.plans, settings, beside(result))) return result;
  }
  const message = "Another request changed this product at the same time. Import the row again.";
  const lines = products.flatMap((product) => product.lines);
  const refused = { plans: [], errors: lines.map((line) => ({ line, code: conflict.code, message })) };
  await write(ctx, [], settings, beside(refused));
  return refused;
}

/** The hash leaves out what does not describe the product: lines, stock, SKUs of our own making. */
async function candidateOf(product: ImportedProduct, currency: string): Promise<Candidate> {
  const { lines: _lines, ...content } = product;
  const variants = product.variants.map(
    ({ line: _line, quantity: _quantity, generatedSku: _sku, ...rest }) => rest,
  );
  return { product, hash: await sha256Hex(JSON.stringify([currency, { ...content, variants }])) };
}

async function decide(
  ctx: Ctx,
  candidates: readonly Candidate[],
  currency: string,
): Promise<{ plans: ProductPlan[]; errors: ImportError[] }> {
  const existing = await readExisting(
    ctx,
    candidates.map(({ product }) => product),
  );
  const errors: ImportError[] = [];
  const newId = () => ctx.newId();
  const plans = candidates.flatMap((candidate) => planProduct(candidate, existing, newId, errors) ?? []);
  return { plans: await withoutIdle(ctx, plans, currency), errors };
}

/** Of what another description was imported before, or none: does this one say what the shop has already? */
async function withoutIdle(ctx: Ctx, plans: ProductPlan[], currency: string): Promise<ProductPlan[]> {
  const updated = plans.filter(({ outcome }) => outcome === "updated");
  const ids = updated.map(({ id }) => id);
  const before = new Map((await readExported(ctx, ids)).map((product) => [product.id, product]));
  return plans.map((plan) => {
    const now = before.get(plan.id);
    return now && changesNothing(plan, now, currency) ? { ...plan, outcome: "unchanged" } : plan;
  });
}

/** Returns false when somebody else was faster and the plans are void. */
async function write(
  ctx: Ctx,
  plans: readonly ProductPlan[],
  input: ImportSettings,
  beside: Work,
): Promise<boolean> {
  const { currency } = input;
  const changes = input.dryRun ? [] : plans.filter((plan) => plan.outcome !== "unchanged");
  if (changes.length === 0) {
    if (beside.statements.length > 0) await commit(ctx, beside);
    return true;
  }
  const count = (outcome: ProductPlan["outcome"]) => plans.filter((plan) => plan.outcome === outcome).length;
  try {
    await commit(ctx, {
      statements: [
        ...beside.statements,
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
      events: [productChanged({ product_ids: changes.map(({ id }) => id) }), ...(beside.events ?? [])],
      constraints: {
        ...beside.constraints,
        "products.version": () => conflict("The product was changed at the same time."),
        // An order that came in between has promised units of a variant whose back-orders the file ends.
        [NOT_OVERSOLD]: () => conflict("The stock was changed at the same time."),
      },
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

import { isoTime } from "../../platform/clock.ts";
import { fingerprint } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement, readBatch } from "../../platform/db.ts";
import { productView, readCategories, readProducts } from "../catalog/index.ts";
import { type CachedText, documentKey, publish } from "./catalog-cache.ts";
import {
  type DocumentRow,
  type ProjectedRow,
  projectedStmt,
  replaceDocumentsStmts,
  writeMetaStmt,
} from "./search.repo.ts";

/** At most this many products a round: it bounds memory, statement size and KV writes of one invocation. */
export const PROJECTION_BATCH = 100;

/**
 * Rewrites the documents of these products from the system of record: read model, KV, version of the catalog.
 * Safe to repeat and to run in any order: it always projects what is true now.
 */
export async function projectProducts(ctx: Ctx, productIds: readonly string[]): Promise<void> {
  for (let start = 0; start < productIds.length; start += PROJECTION_BATCH) {
    await projectBatch(ctx, productIds.slice(start, start + PROJECTION_BATCH));
  }
}

async function projectBatch(ctx: Ctx, productIds: readonly string[]): Promise<void> {
  const [[products, variants], categories, [projected]] = await Promise.all([
    readProducts(ctx, productIds),
    readCategories(ctx),
    readBatch<[ProjectedRow]>(ctx.env.SEARCH_DB, [projectedStmt(productIds)]),
  ]);
  const parents = new Map(categories.map((category) => [category.id, category]));
  const rows: DocumentRow[] = [];
  for (const product of products.filter((row) => row.status === "active")) {
    const own = variants.filter((variant) => variant.product_id === product.id);
    for (const currency of ctx.config.SHOP_CURRENCIES) {
      const view = productView(product, own, currency, ctx.config.PUBLIC_URL);
      if (!view) continue;
      const document = JSON.stringify(view);
      rows.push({
        currency,
        product_id: product.id,
        slug: product.slug,
        name_key: product.name.toLowerCase(),
        price: view.price.amount,
        created_at: product.created_at,
        availability: view.availability,
        document,
        etag: `"${product.version}-${fingerprint(document)}"`,
        category_slugs: view.categories.flatMap((category) => ancestry(category.id, parents)),
      });
    }
  }
  const version = ctx.newId();
  const statements = [
    ...replaceDocumentsStmts(productIds, rows, isoTime(ctx.now())),
    writeMetaStmt("version", version),
    writeMetaStmt("categories", JSON.stringify(categories)),
  ];
  await ctx.env.SEARCH_DB.batch(
    statements.map((statement) => prepareStatement(ctx.env.SEARCH_DB, statement)),
  );
  await publish(ctx, { ...kvChanges(rows, projected), version });
}

function kvChanges(rows: readonly DocumentRow[], projected: readonly ProjectedRow[]) {
  const put = new Map<string, CachedText>();
  for (const row of rows) {
    const cached = { text: row.document, etag: row.etag };
    put.set(documentKey(row.currency, row.product_id), cached);
    put.set(documentKey(row.currency, row.slug), cached);
  }
  const remove = projected
    .flatMap((row) => [documentKey(row.currency, row.product_id), documentKey(row.currency, row.slug)])
    .filter((key) => !put.has(key));
  return { put, remove };
}

/** The slugs of a category and all above it: a product is found in each. */
function ancestry(
  id: string,
  byId: ReadonlyMap<string, { slug: string; parent_id: string | null }>,
): string[] {
  const slugs: string[] = [];
  let next: string | null = id;
  while (next !== null && slugs.length < 20) {
    const category = byId.get(next);
    if (!category) break;
    slugs.push(category.slug);
    next = category.parent_id;
  }
  return slugs;
}

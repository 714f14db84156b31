import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement, readBatch } from "../../platform/db.ts";
import {
  type Category,
  listedAs,
  type Product,
  type ProductRow,
  productView,
  readCategories,
  readProducts,
  type VariantRow,
} from "../catalog/index.ts";
import {
  type CachedText,
  type CatalogVersions,
  documentKey,
  publishDocuments,
  publishVersions,
} from "./catalog-cache.ts";
import { documentText } from "./document-text.ts";
import { type IndexedProduct, indexProduct } from "./index-product.ts";
import {
  type DocumentRow,
  overtakenStmt,
  type ProjectedRow,
  projectedStmt,
  replaceDocumentsStmts,
  takeTicketStmt,
  versionsStmt,
  writeMetaStmt,
} from "./search.repo.ts";

/** At most this many products a round: it bounds memory and statement size. */
export const PROJECTION_BATCH = 100;
/** Up to so many products their documents are written to KV; more get a new epoch. KV allows 1,000 operations a run. */
const WRITTEN_DOCUMENTS = 20;

/**
 * Rewrites the documents of these products from the system of record: read model, KV, versions of the catalog.
 * Safe to repeat, in parallel and in any order: a run that read earlier never overwrites one that read later.
 */
export async function projectProducts(ctx: Ctx, productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return;
  const many = productIds.length > WRITTEN_DOCUMENTS;
  for (let start = 0; start < productIds.length; start += PROJECTION_BATCH) {
    await projectBatch(ctx, productIds.slice(start, start + PROJECTION_BATCH), many);
  }
  await publishVersions(ctx, await readVersions(ctx));
}

async function projectBatch(ctx: Ctx, productIds: readonly string[], many: boolean): Promise<void> {
  const ticket = await takeTicket(ctx);
  const [[products, variants], categories, [projected]] = await Promise.all([
    readProducts(ctx, productIds),
    readCategories(ctx),
    readBatch<[ProjectedRow]>(ctx.env.SEARCH_DB, [projectedStmt(productIds)]),
  ]);
  const documented = documentedOf(ctx, products, variants, categories);
  const rows = documented.flatMap((product) => product.rows);
  const indexed = documented.map((product) => product.indexed);
  const statements = [
    ...replaceDocumentsStmts(ticket, productIds, rows, indexed, isoTime(ctx.now())),
    writeMetaStmt("version", ctx.newId()),
    ...(many ? [writeMetaStmt("epoch", ctx.newId())] : []),
    writeMetaStmt("categories", JSON.stringify(categories), ticket),
  ];
  await ctx.env.SEARCH_DB.batch(
    statements.map((statement) => prepareStatement(ctx.env.SEARCH_DB, statement)),
  );
  if (many) return;
  await publishDocuments(ctx, await readVersions(ctx), kvChanges(rows, projected));
  await giveWay(ctx, ticket, productIds, [...rows, ...projected]);
}

/** The versions of the catalog that the read model shows now. */
export async function readVersions(ctx: Ctx): Promise<CatalogVersions> {
  const row = await prepareStatement(ctx.env.SEARCH_DB, versionsStmt()).first<CatalogVersions>();
  return row ?? { version: "", epoch: "" };
}

async function takeTicket(ctx: Ctx): Promise<number> {
  const row = await prepareStatement(ctx.env.SEARCH_DB, takeTicketStmt()).first<{ ticket: number }>();
  return row?.ticket ?? 0;
}

/**
 * KV has no compare-and-set. So look again after writing: what a later run projected meanwhile is removed from KV, and
 * readers ask the read model.
 */
async function giveWay(
  ctx: Ctx,
  ticket: number,
  productIds: readonly string[],
  keys: readonly { currency: string; product_id: string; slug: string }[],
): Promise<void> {
  const [overtaken] = await readBatch<[{ product_id: string }]>(ctx.env.SEARCH_DB, [
    overtakenStmt(ticket, productIds),
  ]);
  const ids = new Set(overtaken.map((row) => row.product_id));
  const remove = keys.filter((row) => ids.has(row.product_id)).flatMap(documentKeys);
  if (remove.length > 0) await publishDocuments(ctx, await readVersions(ctx), { put: new Map(), remove });
}

/** The documents and the index entry of every product that is on sale in some currency. */
function documentedOf(
  ctx: Ctx,
  products: readonly ProductRow[],
  variants: readonly VariantRow[],
  categories: readonly Category[],
): { rows: DocumentRow[]; indexed: IndexedProduct }[] {
  const byId = new Map(categories.map((category) => [category.id, category]));
  const variantsOf = Map.groupBy(variants, (variant) => variant.product_id);
  return products.flatMap((product) => {
    if (product.status !== "active") return [];
    const own = variantsOf.get(product.id) ?? [];
    const views = ctx.config.SHOP_CURRENCIES.flatMap(
      (currency) => productView(product, own, currency, ctx.config) ?? [],
    );
    const [first] = views;
    if (!first) return [];
    const ancestry = first.categories.flatMap((category) => ancestryOf(category.id, byId));
    return [{ rows: views.map(documentRow), indexed: indexProduct(first, views, [...new Set(ancestry)]) }];
  });
}

function documentRow(view: Product): DocumentRow {
  const { text, etag } = documentText(view);
  return {
    currency: view.price.currency,
    product_id: view.id,
    slug: view.slug,
    name_key: view.name.toLowerCase(),
    price: view.price.amount,
    created_at: view.created_at,
    availability: listedAs(view.availability),
    document: text,
    etag,
  };
}

function kvChanges(rows: readonly DocumentRow[], projected: readonly ProjectedRow[]) {
  const put = new Map<string, CachedText>();
  for (const row of rows) {
    const cached = { text: row.document, etag: row.etag };
    for (const key of documentKeys(row)) put.set(key, cached);
  }
  return { put, remove: projected.flatMap(documentKeys).filter((key) => !put.has(key)) };
}

/** The keys under which a document is found. */
function documentKeys(row: { currency: string; product_id: string; slug: string }): string[] {
  return [documentKey(row.currency, row.product_id), documentKey(row.currency, row.slug)];
}

/** A category and all above it: a product is found in each. */
function ancestryOf(id: string, byId: ReadonlyMap<string, Category>): Category[] {
  const path: Category[] = [];
  for (let next = byId.get(id); next && path.length < 20; next = byId.get(next.parent_id ?? ""))
    path.push(next);
  return path;
}

import type { Category, Product } from "../../src/modules/catalog/index.ts";
import { type DocumentRow, indexProduct, replaceDocumentsStmts } from "../../src/modules/search/index.ts";
import { prepareStatement } from "../../src/platform/db.ts";
import type { Database } from "../../scripts/runtime/runtime.ts";
import { CATEGORIES, generatedProducts, type Known } from "./products.ts";

/** A bound value of D1 holds 2 MB; so many documents take half of it. */
const BATCH = 250;

/** Fills the read model as the projector does, but from generated products. Returns what to ask for. */
export async function seedReadModel(db: Database, count: number): Promise<Known[]> {
  const known: Known[] = [];
  let batch: Product[] = [];
  for (const product of generatedProducts(count)) {
    known.push({
      id: product.id,
      createdAt: product.created_at,
      slug: product.slug,
      name: product.name,
      category: product.categories[0]?.slug ?? "",
      material: product.attributes["material"] ?? "",
    });
    batch.push(product);
    if (batch.length < BATCH && known.length < count) continue;
    await write(db, batch, known.length);
    batch = [];
  }
  await db
    .prepare("UPDATE catalog_meta SET value = ? WHERE key = 'categories'")
    .bind(JSON.stringify(CATEGORIES))
    .run();
  return known;
}

/** Each batch has a ticket of its own: `ticket` only has to grow. */
async function write(db: Database, products: readonly Product[], ticket: number): Promise<void> {
  const ids = products.map((product) => product.id);
  const indexed = products.map((product) => indexProduct(product, [product], ancestryOf(product)));
  const now = new Date().toISOString();
  const statements = replaceDocumentsStmts(ticket, ids, products.map(documentRow), indexed, now);
  await db.batch(statements.map((statement) => prepareStatement(db, statement)));
}

function ancestryOf({ categories: [own] }: Product): Category[] {
  const category = CATEGORIES.find(({ id }) => id === own?.id);
  const parent = CATEGORIES.find(({ id }) => id === category?.parent_id);
  return [category, parent].filter((each) => each !== undefined);
}

function documentRow(product: Product): DocumentRow {
  // The generated ones have no other class than those that lists filter by.
  const availability = product.availability === "backorder" ? "in_stock" : product.availability;
  const { id, slug, name, price, created_at, version } = product;
  return {
    currency: price.currency,
    product_id: id,
    slug,
    name_key: name.toLowerCase(),
    price: price.amount,
    created_at,
    availability,
    document: JSON.stringify(product),
    etag: `"${version}-${id.slice(-12)}"`,
  };
}

import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, readBatch, type Statement } from "../../platform/db.ts";
import { forgetSlugsStmt, keepSlugStmts } from "../catalog/index.ts";
import { categories } from "./categories.table.ts";
import type { TreeNode } from "./category-tree.ts";

export interface CategoryRow extends TreeNode {
  slug: string;
  name: string;
  description: string;
  version: number;
  product_count: number;
}

/** The NOT NULL that a category of another version violates, or one that is gone. */
export const CATEGORY_UNCHANGED = "categories.version";
/** The NOT NULL that is violated when the shape of the tree changed since it was read. */
export const TREE_UNCHANGED = "category_tree.version";

const COLUMNS = sql`id, slug, name, description, parent_id, position, version,
  (SELECT COUNT(*) FROM product_categories pc JOIN products p ON p.id = pc.product_id
   WHERE pc.category_id = c.id AND p.status = 'active') AS product_count`;

/** A category by id or slug. */
export function findCategory(
  from: Pick<D1Database, "prepare">,
  idOrSlug: string,
): Promise<CategoryRow | null> {
  const statement = sql`SELECT ${COLUMNS} FROM categories c WHERE id = ${idOrSlug} OR slug = ${idOrSlug}
    ORDER BY id = ${idOrSlug} DESC LIMIT 1`;
  return prepareStatement(from, statement).first<CategoryRow>();
}

/** The whole tree and its version. */
export async function readTree(ctx: Ctx): Promise<{ nodes: TreeNode[]; version: number }> {
  const [nodes, [tree]] = await readBatch<[TreeNode, { version: number }]>(ctx.env.DB, [
    sql`SELECT id, parent_id, position FROM categories ORDER BY position, name, id`,
    sql`SELECT version FROM category_tree WHERE id = 1`,
  ]);
  return { nodes, version: tree?.version ?? 0 };
}

/** Counts the tree's version up, if it still is this one: else TREE_UNCHANGED is violated. */
export function changeTreeStmt(version: number): Statement {
  return sql`UPDATE category_tree SET version = CASE WHEN version = ${version} THEN version + 1 END WHERE id = 1`;
}

export type NewCategory = Pick<
  CategoryRow,
  "id" | "slug" | "name" | "description" | "parent_id" | "position"
>;

export function insertCategoryStmt(ctx: Ctx, category: NewCategory): Statement {
  const now = isoTime(ctx.now());
  const { parent_id, ...fields } = category;
  return insertRows(categories, [{ ...fields, parentId: parent_id, createdAt: now, updatedAt: now }]);
}

/** Writes a changed category over the one that was read: if it is another one by now, CATEGORY_UNCHANGED is violated. */
export function updateCategoryStmts(ctx: Ctx, before: CategoryRow, after: NewCategory): Statement[] {
  const { id, slug, name, description, parent_id, position } = after;
  const values = sql`${slug}, ${name}, ${description}, ${parent_id}, ${position}`;
  return [
    writeCategoryStmt(ctx, before, values),
    ...keepSlugStmts(ctx, "category", id, { from: before.slug, to: slug }),
  ];
}

// An INSERT, because the UPDATE of a category that is gone would change nothing and pass.
function writeCategoryStmt(ctx: Ctx, { id, version }: CategoryRow, values: SQL): Statement {
  const now = isoTime(ctx.now());
  return sql`INSERT INTO categories (id, slug, name, description, parent_id, position, created_at, updated_at, version)
    SELECT ${id}, ${values}, ${now}, ${now}, (SELECT version + 1 FROM categories WHERE id = ${id} AND version = ${version})
    WHERE true ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, name = excluded.name, description = excluded.description,
      parent_id = excluded.parent_id, position = excluded.position, updated_at = excluded.updated_at, version = excluded.version`;
}

/** Gives categories below one parent their places in the order of the ids. */
export function orderCategoriesStmt(ctx: Ctx, ids: readonly string[]): Statement {
  return sql`UPDATE categories SET position = j.key, updated_at = ${isoTime(ctx.now())}, version = version + 1
    FROM json_each(${JSON.stringify(ids)}) j WHERE categories.id = j.value AND position <> j.key`;
}

/** Puts everything that is in a category, sub-categories and products, into another. */
export function moveContentsStmts(ctx: Ctx, from: string, to: string): Statement[] {
  return [
    sql`UPDATE categories SET parent_id = ${to}, updated_at = ${isoTime(ctx.now())}, version = version + 1 WHERE parent_id = ${from}`,
    sql`INSERT INTO product_categories (product_id, category_id, position)
        SELECT product_id, ${to}, position FROM product_categories WHERE category_id = ${from} ON CONFLICT DO NOTHING`,
    sql`DELETE FROM product_categories WHERE category_id = ${from}`,
  ];
}

/** Deletes an empty category of this version. CATEGORY_UNCHANGED or "FOREIGN KEY" is violated when it is not. */
export function deleteCategoryStmts(ctx: Ctx, { id, version }: CategoryRow): Statement[] {
  return [
    sql`UPDATE categories SET version = CASE WHEN version = ${version} THEN version + 1 END, updated_at = ${isoTime(ctx.now())}
        WHERE id = ${id}`,
    forgetSlugsStmt("category", id),
    sql`DELETE FROM categories WHERE id = ${id}`,
  ];
}

/** How much is directly in a category. */
export async function countContents(ctx: Ctx, id: string): Promise<{ children: number; products: number }> {
  const counts = await prepareStatement(
    ctx.env.DB,
    sql`SELECT (SELECT COUNT(*) FROM categories WHERE parent_id = ${id}) AS children,
               (SELECT COUNT(*) FROM product_categories WHERE category_id = ${id}) AS products`,
  ).first<{ children: number; products: number }>();
  return counts ?? { children: 0, products: 0 };
}

/** Which of these slugs categories have. */
export async function findCategorySlugs(ctx: Ctx, slugs: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.db.all<{ slug: string }>(
    sql`SELECT slug FROM categories WHERE slug IN (SELECT value FROM json_each(${JSON.stringify(slugs)}))`,
  );
  return new Set(rows.map((row) => row.slug));
}

/** The next products, by id, that are in a category or anywhere below it. */
export async function productIdsBelow(
  ctx: Ctx,
  categoryId: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await ctx.db.all<{ product_id: string }>(sql`
    WITH RECURSIVE below (id) AS (
      SELECT ${categoryId} UNION SELECT c.id FROM categories c JOIN below b ON c.parent_id = b.id
    )
    SELECT DISTINCT product_id FROM product_categories
    WHERE category_id IN (SELECT id FROM below) AND product_id > ${after} ORDER BY product_id LIMIT ${limit}`);
  return rows.map((row) => row.product_id);
}

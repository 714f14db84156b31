import { requirePermission } from "../../platform/auth.ts";
import { fingerprint } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { DomainError } from "../../platform/errors.ts";
import { categoryChanged, slugify } from "../catalog/index.ts";
import { categorySlugTaken } from "./categories.errors.ts";
import {
  type CategoryRow,
  changeTreeStmt,
  findCategorySlugs,
  insertCategoryStmt,
  readTree,
} from "./categories.repo.ts";
import type { CategoryBody } from "./categories.schema.ts";
import { categoryOrThrow, commitTree, decideOnTree, requireKnown, treeOvertaken } from "./category-change.ts";
import { checkPlace, lastPosition } from "./category-tree.ts";

/**
 * Creates a category. Without a slug it gets one made of its name.
 * @throws request.invalid for an unknown parent; category.too_deep; category.slug_taken; resource.conflict
 */
export async function createCategory(ctx: Ctx, body: CategoryBody): Promise<CategoryRow> {
  requirePermission(ctx, "product:manage");
  const id = ctx.newId();
  await decideOnTree(async (attempt) => {
    const tree = await readTree(ctx);
    const parentId = body.parent_id ?? null;
    requireKnown(tree.nodes, parentId, "#/parent_id");
    checkPlace(tree.nodes, id, parentId);
    const category = {
      id,
      slug: body.slug ?? (await freeSlug(ctx, body.name, id, attempt)),
      name: body.name,
      description: body.description ?? "",
      parent_id: parentId,
      position: body.position ?? lastPosition(tree.nodes, parentId),
    };
    try {
      await commitTree(ctx, {
        statements: [changeTreeStmt(tree.version), insertCategoryStmt(ctx, category)],
        audit: { action: "category.create", entity: "category", entityId: id, after: category },
        events: [categoryChanged({ category_id: id })],
        slug: category.slug,
      });
    } catch (error) {
      const isTaken = error instanceof DomainError && error.code === categorySlugTaken.code;
      throw isTaken && body.slug === undefined ? treeOvertaken() : error;
    }
  });
  return categoryOrThrow(ctx, id);
}

async function freeSlug(ctx: Ctx, name: string, id: string, attempt: number): Promise<string> {
  const stem =
    slugify(name)
      .slice(0, 180)
      .replace(/[-_]+$/, "") || "category";
  const unique = `${stem}-${fingerprint(id)}`;
  if (attempt > 1) return unique;
  const taken = await findCategorySlugs(ctx, [stem]);
  return taken.has(stem) ? unique : stem;
}

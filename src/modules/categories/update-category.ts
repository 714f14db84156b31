import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { isSame } from "../../platform/is-same.ts";
import { categoryChanged } from "../catalog/index.ts";
import { type CategoryRow, changeTreeStmt, readTree, updateCategoryStmts } from "./categories.repo.ts";
import type { CategoryPatch } from "./categories.schema.ts";
import { categoryOrThrow, commitTree, decideOnTree, requireKnown } from "./category-change.ts";
import { checkPlace, lastPosition } from "./category-tree.ts";

/**
 * Changes what is said of a category: name, slug, description, and its place in the tree. Everything below comes along. Parallel moves are
 * decided one after another, so that they cannot make a cycle.
 * @throws resource.not_found; resource.precondition_failed when it is not of `expectedVersion`; resource.conflict
 * @throws request.invalid for an unknown parent; category.cycle category.too_deep category.slug_taken
 */
export async function updateCategory(
  ctx: Ctx,
  target: { id: string; expectedVersion: number | undefined },
  change: CategoryPatch,
): Promise<CategoryRow> {
  requirePermission(ctx, "product:manage");
  await decideOnTree(async () => {
    const before = await categoryOrThrow(ctx, target.id, target.expectedVersion);
    const tree = await readTree(ctx);
    const parentId = change.parent_id === undefined ? before.parent_id : change.parent_id;
    const isMoved = parentId !== before.parent_id;
    if (isMoved) {
      requireKnown(tree.nodes, parentId, "#/parent_id");
      checkPlace(tree.nodes, before.id, parentId);
    }
    const { version: _version, product_count: _count, ...fields } = before;
    const after = {
      ...fields,
      name: change.name ?? before.name,
      slug: change.slug ?? before.slug,
      description: change.description === undefined ? before.description : (change.description ?? ""),
      parent_id: parentId,
      position: change.position ?? (isMoved ? lastPosition(tree.nodes, parentId) : before.position),
    };
    if (isSame(fields, after)) return;
    await commitTree(ctx, {
      statements: [
        ...(isMoved ? [changeTreeStmt(tree.version)] : []),
        ...updateCategoryStmts(ctx, before, after),
      ],
      audit: {
        action: isMoved ? "category.move" : "category.update",
        entity: "category",
        entityId: before.id,
        before: fields,
        after,
      },
      events: [categoryChanged({ category_id: before.id })],
      slug: after.slug,
    });
  });
  return categoryOrThrow(ctx, target.id);
}

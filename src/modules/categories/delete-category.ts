import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { DomainError } from "../../platform/errors.ts";
import { categoryChanged } from "../catalog/index.ts";
import { categoryNotEmpty } from "./categories.errors.ts";
import {
  changeTreeStmt,
  countContents,
  deleteCategoryStmts,
  moveContentsStmts,
  readTree,
} from "./categories.repo.ts";
import { categoryOrThrow, commitTree, decideOnTree, requireKnown } from "./category-change.ts";
import { checkPlace, heightOf } from "./category-tree.ts";

interface DeleteCategory {
  id: string;
  expectedVersion: number | undefined;
  /** Where its sub-categories and products go; undefined: it must be empty. */
  moveTo: string | undefined;
}

/**
 * Deletes a category.
 * @throws resource.not_found; resource.precondition_failed when it is not of `expectedVersion`; resource.conflict
 * @throws category.not_empty without `moveTo`
 * @throws request.invalid category.cycle category.too_deep when its contents cannot go to `moveTo`
 */
export async function deleteCategory(ctx: Ctx, input: DeleteCategory): Promise<void> {
  requirePermission(ctx, "product:manage");
  const { id, moveTo } = input;
  await decideOnTree(async () => {
    const category = await categoryOrThrow(ctx, id, input.expectedVersion);
    const tree = await readTree(ctx);
    const contents = await countContents(ctx, id);
    if (moveTo === undefined && contents.children + contents.products > 0) throw notEmpty(contents);
    if (moveTo !== undefined) {
      requireKnown(tree.nodes, moveTo, "#/query/move_to");
      // Only what is below it gets a new place, but neither itself nor that can be the heir.
      checkPlace(tree.nodes, id, moveTo, heightOf(tree.nodes, id) - 1);
    }
    await commitTree(ctx, {
      statements: [
        changeTreeStmt(tree.version),
        ...(moveTo === undefined ? [] : moveContentsStmts(ctx, id, moveTo)),
        ...deleteCategoryStmts(ctx, category),
      ],
      audit: {
        action: "category.delete",
        entity: "category",
        entityId: id,
        before: category,
        ...(moveTo === undefined ? {} : { after: { moved_to: moveTo } }),
      },
      events: [categoryChanged({ category_id: moveTo ?? id })],
      whenInUse: () => notEmpty(contents),
    });
  });
}

function notEmpty(contents: { children: number; products: number }): DomainError {
  return categoryNotEmpty(
    "There are sub-categories or products in the category. Move them, or say with move_to where they go.",
    { facts: contents },
  );
}

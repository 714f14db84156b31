import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { invalidInput } from "../../platform/errors.ts";
import { isSame } from "../../platform/is-same.ts";
import { type Category, categoryChanged, readCategories } from "../catalog/index.ts";
import { changeTreeStmt, orderCategoriesStmt, readTree } from "./categories.repo.ts";
import { categoryOrThrow, commitTree, decideOnTree } from "./category-change.ts";

/**
 * Puts the categories below a parent (null: those at the top) into an order; `ids` names all of them.
 * @throws resource.not_found; request.invalid when `ids` are not exactly the categories below the parent; resource.conflict
 */
export async function orderCategories(
  ctx: Ctx,
  parentId: string | null,
  ids: readonly string[],
): Promise<Category[]> {
  requirePermission(ctx, "product:manage");
  await decideOnTree(async () => {
    if (parentId !== null) await categoryOrThrow(ctx, parentId);
    const tree = await readTree(ctx);
    const before = tree.nodes.filter((node) => node.parent_id === parentId).map((node) => node.id);
    if (!isSame([...before].sort(), [...ids].sort())) {
      const message = "must be all categories below the parent, each once";
      throw invalidInput(`#/ids ${message}`, {
        errors: [{ pointer: "#/ids", code: "other_categories", message }],
      });
    }
    const [first] = ids;
    await commitTree(ctx, {
      statements: [changeTreeStmt(tree.version), orderCategoriesStmt(ctx, ids)],
      audit: {
        action: "category.order",
        entity: "category",
        entityId: parentId ?? "root",
        before,
        after: ids,
      },
      // Only the list of categories shows the order: any one of them has it made anew.
      events: first === undefined ? [] : [categoryChanged({ category_id: first })],
    });
  });
  const all = await readCategories(ctx);
  return ids.flatMap((id) => all.find((category) => category.id === id) ?? []);
}

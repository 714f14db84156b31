import { commit, type Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict, invalidInput, notFound, preconditionFailed } from "../../platform/errors.ts";
import { categorySlugTaken } from "./categories.errors.ts";
import { CATEGORY_UNCHANGED, type CategoryRow, findCategory, TREE_UNCHANGED } from "./categories.repo.ts";
import type { TreeNode } from "./category-tree.ts";

/** How often a change is decided anew after somebody else changed the tree in between. */
const ATTEMPTS = 8;

/** Thrown when the category or the tree is no longer as it was read. */
class TreeOvertaken extends Error {}

/**
 * Runs a decision on the tree again when another change came in between.
 * @throws resource.conflict when others were faster again and again
 */
export async function decideOnTree<Result>(decide: (attempt: number) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await decide(attempt);
    } catch (error) {
      if (!(error instanceof TreeOvertaken)) throw error;
    }
  }
  throw conflict("The categories were changed at the same time. Read them again and retry.");
}

/** Commits a change of categories; one that was overtaken is decided anew by `decideOnTree`. */
export async function commitTree(
  ctx: Ctx,
  work: Work & { slug?: string; whenInUse?: () => Error },
): Promise<void> {
  const { slug = "", whenInUse, ...rest } = work;
  const overtaken = () => new TreeOvertaken("the categories were changed at the same time");
  await commit(ctx, {
    ...rest,
    constraints: {
      [CATEGORY_UNCHANGED]: overtaken,
      [TREE_UNCHANGED]: overtaken,
      "FOREIGN KEY": whenInUse ?? overtaken,
      "categories.slug": () =>
        categorySlugTaken(`The slug "${slug}" belongs to another category.`, { facts: { slug } }),
    },
  });
}

/** The error that makes `decideOnTree` decide anew. */
export function treeOvertaken(): Error {
  return new TreeOvertaken("a made slug was taken meanwhile");
}

/** @throws resource.not_found; resource.precondition_failed when it is not of `expectedVersion` */
export async function categoryOrThrow(ctx: Ctx, id: string, expectedVersion?: number): Promise<CategoryRow> {
  const category = await findCategory(ctx.env.DB, id);
  if (category?.id !== id) throw notFound("There is no such category.");
  if (expectedVersion !== undefined && expectedVersion !== category.version)
    throw preconditionFailed("The category has changed since that version. Read it again.");
  return category;
}

/** @throws request.invalid with this pointer when the tree has no such category */
export function requireKnown(nodes: readonly TreeNode[], id: string | null, pointer: string): void {
  if (id === null || nodes.some((node) => node.id === id)) return;
  throw invalidInput(`${pointer} is no category`, {
    errors: [{ pointer, code: "unknown_category", message: "is no category" }],
  });
}

import { categoryCycle, categoryTooDeep } from "./categories.errors.ts";

/** How deep the tree may be: the projection of a product names everything above it. */
const MAX_DEPTH = 10;

export interface TreeNode {
  id: string;
  parent_id: string | null;
  position: number;
}

/**
 * Whether a category may stand below a parent; `levels` is how many levels come with it, itself included.
 * @throws category.cycle when the parent is the category itself or stands below it
 * @throws category.too_deep when it, or what is below it, would be deeper than MAX_DEPTH
 */
export function checkPlace(
  tree: readonly TreeNode[],
  id: string,
  parentId: string | null,
  levels = heightOf(tree, id),
): void {
  const byId = new Map(tree.map((node) => [node.id, node]));
  const pointer = "#/parent_id";
  let depth = 1;
  for (let above = parentId; above !== null; above = byId.get(above)?.parent_id ?? null) {
    depth += 1;
    if (above !== id && depth <= tree.length + 1) continue;
    const message = "is the category itself or stands below it";
    throw categoryCycle("A category cannot be moved below itself.", {
      errors: [{ pointer, code: categoryCycle.code, message }],
    });
  }
  if (depth + levels > MAX_DEPTH + 1) {
    const message = `would make the tree deeper than ${MAX_DEPTH} levels`;
    throw categoryTooDeep(`The tree of categories has at most ${MAX_DEPTH} levels.`, {
      errors: [{ pointer, code: categoryTooDeep.code, message }],
    });
  }
}

/** The levels of a category and what stands below it: 1 without anything. */
export function heightOf(tree: readonly TreeNode[], id: string): number {
  let level = [id];
  let height = 0;
  while (level.length > 0 && height <= tree.length) {
    height += 1;
    const here = new Set(level);
    level = tree.filter((node) => node.parent_id !== null && here.has(node.parent_id)).map((node) => node.id);
  }
  return height;
}

/** The place behind all that stand below a parent already. */
export function lastPosition(tree: readonly TreeNode[], parentId: string | null): number {
  return tree
    .filter((node) => node.parent_id === parentId)
    .reduce((last, node) => Math.max(last, node.position + 1), 0);
}

import type { Category } from "./use-categories.ts";

/** Those below a category (null: at the top), in their order. */
export function childrenOf(all: readonly Category[], parentId: string | null): Category[] {
  return all
    .filter((category) => category.parent_id === parentId)
    .sort((a, b) => a.position - b.position || a.name.localeCompare(b.name));
}

/** Where a category is, from the top: "Home › Kitchen › Pots". */
export function pathOf(all: readonly Category[], id: string): string {
  const names: string[] = [];
  for (let at = find(all, id); at && names.length < 20; at = find(all, at.parent_id)) names.unshift(at.name);
  return names.join(" › ");
}

/** Whether `id` is `above` itself or somewhere below it. */
export function isBelow(all: readonly Category[], id: string | null, above: string): boolean {
  for (let at = find(all, id), steps = 0; at && steps < 20; at = find(all, at.parent_id), steps += 1)
    if (at.id === above) return true;
  return false;
}

function find(all: readonly Category[], id: string | null): Category | undefined {
  return all.find((category) => category.id === id);
}

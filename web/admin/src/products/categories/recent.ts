import type { Category } from "./use-categories.ts";

/** How long the public list of categories may lag behind what was changed, and some more. */
const LAG_MS = 90_000;

interface Change {
  id: string;
  /** Absent: deleted. */
  category?: Category;
  at: number;
}

/** What was changed here lately, by id. */
const recent = new Map<string, Change>();

/** What the API answered about a category: newer than what its public list may say for a while. */
export function rememberChange(id: string, category?: Category): void {
  recent.set(id, { id, ...(category ? { category } : {}), at: Date.now() });
}

/** The list as it is read, with the changes of which it may not know yet. */
export function withRecent(list: readonly Category[]): Category[] {
  for (const { id, at } of recent.values()) if (Date.now() - at > LAG_MS) recent.delete(id);
  const listed = list.flatMap((category) => {
    const change = recent.get(category.id);
    if (!change) return [category];
    return change.category ? [newer(category, change.category)] : [];
  });
  const known = new Set(list.map(({ id }) => id));
  const added = [...recent.values()].flatMap(({ id, category }) =>
    category && !known.has(id) ? [category] : [],
  );
  return [...listed, ...added];
}

function newer(listed: Category, changed: Category): Category {
  return listed.version > changed.version ? listed : changed;
}

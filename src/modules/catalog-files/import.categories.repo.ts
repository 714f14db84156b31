import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import type { ImportedCategory } from "./imported-product.ts";

/** Level by level, so that a parent is there before its children; a category that exists stays as it is. */
export function categoriesStmts(ctx: Ctx, wanted: readonly ImportedCategory[], now: string): Statement[] {
  const bySlug = new Map(wanted.map((category) => [category.slug, category]));
  // Products of one file may contradict each other in who stands above whom: no walk goes in circles.
  const depthOf = (category: ImportedCategory, below: readonly string[] = []): number => {
    const parent = category.parent === null ? undefined : bySlug.get(category.parent);
    if (!parent || below.includes(parent.slug)) return 0;
    return 1 + depthOf(parent, [...below, category.slug]);
  };
  const levels: unknown[][] = [];
  for (const category of bySlug.values()) {
    (levels[depthOf(category)] ??= []).push([ctx.newId(), category.slug, category.name, category.parent]);
  }
  return levels.map(
    (level) => sql`
      INSERT INTO categories (id, slug, name, parent_id, created_at, updated_at)
      SELECT value ->> 0, value ->> 1, value ->> 2, (SELECT id FROM categories WHERE slug = value ->> 3), ${now}, ${now}
      FROM json_each(${JSON.stringify(level)}) WHERE true ON CONFLICT (slug) DO NOTHING`,
  );
}

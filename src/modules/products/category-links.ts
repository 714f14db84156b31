import type { Ctx } from "../../platform/ctx.ts";
import { findCategoryLinks } from "./product-lookups.repo.ts";
import type { Problems } from "./product-problems.ts";
import type { CategoryLink } from "./product-state.ts";

/** The categories that are named by id or slug, each once; unknown ones are added to the problems. */
export async function categoryLinks(
  ctx: Ctx,
  refs: readonly string[] | null | undefined,
  problems: Problems,
): Promise<CategoryLink[] | undefined> {
  if (refs === undefined) return undefined;
  if (refs === null || refs.length === 0) return [];
  const found = await findCategoryLinks(ctx, refs);
  const links = new Map<string, CategoryLink>();
  refs.forEach((ref, index) => {
    const link = found.find(({ id, slug }) => id === ref || slug === ref);
    if (link) links.set(link.id, link);
    else problems.add(`#/categories/${index}`, "unknown_category", `"${ref}" is no category`);
  });
  return [...links.values()];
}

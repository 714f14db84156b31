import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { findSlugTarget } from "../catalog/index.ts";
import { type CategoryRow, findCategory } from "./categories.repo.ts";

/**
 * A category by id or slug from the nearest replica, or the slug that it has now when it was renamed.
 * @throws resource.not_found
 */
export async function readCategory(
  ctx: Ctx,
  idOrSlug: string,
): Promise<{ category: CategoryRow } | { movedTo: string }> {
  const category =
    (await findCategory(ctx.env.DB.withSession("first-unconstrained"), idOrSlug)) ??
    // A category that was made a moment ago may not be at the replica yet.
    (await findCategory(ctx.env.DB, idOrSlug));
  if (category) return { category };
  const movedTo = await findSlugTarget(ctx, "category", idOrSlug);
  if (movedTo === undefined) throw notFound(`There is no category "${idOrSlug}".`);
  return { movedTo };
}

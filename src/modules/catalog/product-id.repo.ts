import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";

/** The id of the product that has this slug now. */
export async function findProductId(ctx: Ctx, slug: string): Promise<string | undefined> {
  const [row] = await ctx.db.all<{ id: string }>(sql`SELECT id FROM products WHERE slug = ${slug}`);
  return row?.id;
}

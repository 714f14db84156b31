import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";

/** The countries that something is shipped to, in their order; "*" among them stands for the rest of the world. */
export async function findShippingCountries(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db.all<{ country: string }>(sql`
    SELECT DISTINCT p.country FROM shipping_zone_places p
    WHERE EXISTS (SELECT 1 FROM shipping_rates r WHERE r.zone_id = p.zone_id AND r.active = 1) ORDER BY p.country`);
  return rows.map(({ country }) => country);
}

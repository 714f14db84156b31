import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import type { Line } from "./chunk-file.ts";

/** The rows of a query of `nextRowsSql`. */
export async function readRows(ctx: Ctx, query: string): Promise<Line[]> {
  return ctx.db.all<Line>(sql.raw(query));
}

import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement } from "../../platform/db.ts";
import { readCategories } from "../catalog/index.ts";
import { publishVersions } from "./catalog-cache.ts";
import { readVersions } from "./project-products.ts";
import { takeTicketStmt, writeMetaStmt } from "./search.repo.ts";

/** Rewrites the list of categories. A run that read earlier never overwrites one that read later. */
export async function projectCategories(ctx: Ctx): Promise<void> {
  const database = ctx.env.SEARCH_DB;
  const row = await prepareStatement(database, takeTicketStmt()).first<{ ticket: number }>();
  const categories = await readCategories(ctx);
  await database.batch(
    [
      writeMetaStmt("version", ctx.newId()),
      writeMetaStmt("categories", JSON.stringify(categories), row?.ticket ?? 0),
    ].map((statement) => prepareStatement(database, statement)),
  );
  await publishVersions(ctx, await readVersions(ctx));
}

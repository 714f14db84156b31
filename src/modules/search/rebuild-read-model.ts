import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement } from "../../platform/db.ts";
import { productIdsAfter } from "../catalog/index.ts";
import { PROJECTION_BATCH, projectProducts } from "./project-products.ts";
import { readMetaStmt, writeMetaStmt } from "./search.repo.ts";

/** Raise it when the shape of the documents or of the read model's columns changes: deploying it rebuilds them. */
const DOCUMENT_SHAPE = 1;
/** Products a run: far below the platform's 1,000 queries an invocation. */
const MAX_BATCHES = 20;

/**
 * Rebuilds the read model when it was made under another document shape or other settings, a slice a run, without
 * downtime. Progress is kept, so a run that dies costs at most its slice.
 */
export async function rebuildIfStale(ctx: Ctx): Promise<string> {
  const wanted = JSON.stringify([DOCUMENT_SHAPE, ctx.config.PUBLIC_URL, ctx.config.SHOP_CURRENCIES]);
  if ((await readMeta(ctx, "built_for")) === wanted) return "up to date";
  const progress = JSON.parse((await readMeta(ctx, "rebuild")) ?? "{}") as { for?: string; after?: string };
  let after = progress.for === wanted ? (progress.after ?? "") : "";
  let count = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const ids = await productIdsAfter(ctx, after, PROJECTION_BATCH);
    await projectProducts(ctx, ids);
    count += ids.length;
    after = ids.at(-1) ?? after;
    const done = ids.length < PROJECTION_BATCH;
    await writeMeta(
      ctx,
      done ? "built_for" : "rebuild",
      done ? wanted : JSON.stringify({ for: wanted, after }),
    );
    if (done) return `rebuilt, ${count} products in the last slice`;
  }
  return `rebuilding, ${count} products in this slice`;
}

async function readMeta(ctx: Ctx, key: string): Promise<string | undefined> {
  const row = await prepareStatement(ctx.env.SEARCH_DB, readMetaStmt(key)).first<{ meta_value: string }>();
  return row?.meta_value;
}

async function writeMeta(ctx: Ctx, key: string, value: string): Promise<void> {
  await prepareStatement(ctx.env.SEARCH_DB, writeMetaStmt(key, value)).run();
}

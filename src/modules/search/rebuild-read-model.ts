import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement, readBatch } from "../../platform/db.ts";
import { productIdsAfter } from "../catalog/index.ts";
import { projectedIdsStmt } from "./index.repo.ts";
import { PROJECTION_BATCH, projectProducts } from "./project-products.ts";
import { readMeta, type Rebuild, readRebuild } from "./read-rebuild.ts";
import { writeMetaStmt } from "./search.repo.ts";

/** Raise it when the shape of the documents or of what is indexed changes: deploying it rebuilds them. */
const DOCUMENT_SHAPE = 5;
/** Products a run: far below the platform's 1,000 queries an invocation. */
const MAX_BATCHES = 20;

/**
 * Rebuilds the read model when that was asked for, or when it was made under another document shape or other settings: a slice
 * a run, without downtime, since each document is replaced in place. Products that are no more are removed. Progress is kept,
 * so a run that dies costs at most one batch.
 */
export async function rebuildIfStale(ctx: Ctx): Promise<string> {
  const { PUBLIC_URL, SHOP_CURRENCIES, SHOW_STOCK_COUNTS } = ctx.config;
  const wanted = JSON.stringify([DOCUMENT_SHAPE, PUBLIC_URL, SHOP_CURRENCIES, SHOW_STOCK_COUNTS]);
  let rebuild = await currentRebuild(ctx, wanted);
  if (!rebuild) return "up to date";
  const before = rebuild.projected;
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const ids = await nextIds(ctx, rebuild.after);
    await projectProducts(ctx, ids);
    const finished = ids.length < PROJECTION_BATCH ? isoTime(ctx.now()) : null;
    rebuild = {
      ...rebuild,
      status: finished === null ? "running" : "done",
      after: ids.at(-1) ?? rebuild.after,
      projected: rebuild.projected + ids.length,
      finished_at: finished,
    };
    const statements = [
      writeMetaStmt("rebuild", JSON.stringify(rebuild)),
      ...(finished === null ? [] : [writeMetaStmt("built_for", wanted)]),
    ];
    await ctx.env.SEARCH_DB.batch(statements.map((each) => prepareStatement(ctx.env.SEARCH_DB, each)));
    if (finished !== null) return `rebuilt, ${rebuild.projected - before} products in the last slice`;
  }
  return `rebuilding, ${rebuild.projected - before} products in this slice`;
}

/** The rebuild to go on with; undefined when there is nothing to do. */
async function currentRebuild(ctx: Ctx, wanted: string): Promise<Rebuild | undefined> {
  const now = isoTime(ctx.now());
  const known = await readRebuild(ctx);
  const started = {
    status: "running",
    for: wanted,
    started_at: now,
    finished_at: null,
    after: "",
    projected: 0,
  } as const;
  if (known?.status === "running" && known.for === wanted) return known;
  if (known?.status === "waiting") return { ...started, requested_at: known.requested_at };
  return (await readMeta(ctx, "built_for")) === wanted ? undefined : { ...started, requested_at: now };
}

/** The next products, of those that exist and those that the read model shows. */
async function nextIds(ctx: Ctx, after: string): Promise<string[]> {
  const [existing, [shown]] = await Promise.all([
    productIdsAfter(ctx, after, PROJECTION_BATCH),
    readBatch<[{ product_id: string }]>(ctx.env.SEARCH_DB, [projectedIdsStmt(after, PROJECTION_BATCH)]),
  ]);
  const ids = new Set([...existing, ...shown.map((row) => row.product_id)]);
  return [...ids].sort().slice(0, PROJECTION_BATCH);
}

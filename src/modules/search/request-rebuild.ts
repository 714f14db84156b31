import { requirePermission } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement } from "../../platform/db.ts";
import { type Rebuild, readRebuild } from "./read-rebuild.ts";
import { requestRebuildStmt } from "./search.repo.ts";

/**
 * Asks for a rebuild of the whole read model; the minutely job `search.rebuild-if-stale` does it. While one waits or runs,
 * asking again is answered with that one.
 */
export async function requestRebuild(ctx: Ctx): Promise<Rebuild> {
  requirePermission(ctx, "system:admin");
  const wanted = waiting(ctx);
  await commit(ctx, {
    statements: [],
    audit: {
      action: "search.rebuild",
      entity: "search",
      entityId: "read_model",
      after: { requested_at: wanted.requested_at },
    },
  });
  await ask(ctx, wanted);
  return (await readRebuild(ctx)) ?? wanted;
}

/** The catalog is another one than the read model shows. */
export async function rebuildAfterRestore(ctx: Ctx): Promise<void> {
  await ask(ctx, waiting(ctx));
}

function waiting(ctx: Ctx): Rebuild {
  return {
    status: "waiting",
    for: "",
    requested_at: isoTime(ctx.now()),
    started_at: null,
    finished_at: null,
    after: "",
    projected: 0,
  };
}

async function ask(ctx: Ctx, wanted: Rebuild): Promise<void> {
  await prepareStatement(ctx.env.SEARCH_DB, requestRebuildStmt(JSON.stringify(wanted))).run();
}

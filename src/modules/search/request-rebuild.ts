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
  const wanted: Rebuild = {
    status: "waiting",
    for: "",
    requested_at: isoTime(ctx.now()),
    started_at: null,
    finished_at: null,
    after: "",
    projected: 0,
  };
  await commit(ctx, {
    statements: [],
    audit: {
      action: "search.rebuild",
      entity: "search",
      entityId: "read_model",
      after: { requested_at: wanted.requested_at },
    },
  });
  await prepareStatement(ctx.env.SEARCH_DB, requestRebuildStmt(JSON.stringify(wanted))).run();
  return (await readRebuild(ctx)) ?? wanted;
}

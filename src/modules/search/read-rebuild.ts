import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement } from "../../platform/db.ts";
import { readMetaStmt } from "./search.repo.ts";

/** How far a rebuild of the read model is. */
export interface Rebuild {
  status: "waiting" | "running" | "done";
  /** The document shape and settings that it builds for; unknown until it runs. */
  for: string;
  requested_at: string;
  started_at: string | null;
  finished_at: string | null;
  /** The id of the last product that was rebuilt. */
  after: string;
  projected: number;
}

/** The last rebuild that was asked for or became necessary; undefined when there was none. */
export async function readRebuild(ctx: Ctx): Promise<Rebuild | undefined> {
  const value = JSON.parse((await readMeta(ctx, "rebuild")) ?? "{}") as Partial<Rebuild>;
  // What the first release wrote has no status: that rebuild starts again.
  return value.status === undefined ? undefined : (value as Rebuild);
}

export async function readMeta(ctx: Ctx, key: string): Promise<string | undefined> {
  const row = await prepareStatement(ctx.env.SEARCH_DB, readMetaStmt(key)).first<{ meta_value: string }>();
  return row?.meta_value;
}

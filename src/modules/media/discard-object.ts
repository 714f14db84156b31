import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { forgetOrphansStmt } from "./media.repo.ts";

/** Deletes an object that has no row. What fails here is left to `media.collect-orphans`. */
export async function discardObject(ctx: Ctx, key: string): Promise<void> {
  try {
    await ctx.env.MEDIA.delete(key);
    await commit(ctx, { statements: [forgetOrphansStmt([key])] });
  } catch (error) {
    ctx.log.warn("an object was not deleted", { key, ...describeError(error) });
  }
}

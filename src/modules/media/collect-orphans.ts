import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type Job, portion } from "../../platform/jobs.ts";
import { dueOrphans, forgetOrphansStmt } from "./media.repo.ts";
import { deleteOldUploadsStmt } from "./uploads.repo.ts";

/** R2 deletes at most 1,000 keys at once. */
const AT_ONCE = 500;

/**
 * Deletes objects that were left behind: uploads that died before they were recorded, a day after they began, and files whose deletion
 * died half-way. Files of the library are never touched, used or not. Returns how many objects are gone.
 */
export async function collectOrphans(ctx: Ctx): Promise<number> {
  const keys = await dueOrphans(ctx, AT_ONCE);
  if (keys.length > 0) await ctx.env.MEDIA.delete(keys);
  await commit(ctx, { statements: [forgetOrphansStmt(keys), deleteOldUploadsStmt(ctx)] });
  return keys.length;
}

export const mediaJobs: readonly Job[] = [
  {
    name: "media.collect-orphans",
    description: "Deletes files that uploads and deletions left behind",
    schedule: { everyMinutes: 10 },
    leaseSeconds: 120,
    run: async (ctx) => {
      const deleted = await collectOrphans(ctx);
      return portion(`${deleted} objects deleted`, deleted === AT_ONCE);
    },
  },
];

import { commit } from "../../platform/commit.ts";
import type { Job } from "../../platform/jobs.ts";
import { deleteStaleCredentialsStmts } from "../identity/index.ts";

export const accountsJobs: readonly Job[] = [
  {
    name: "accounts.delete-stale-credentials",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 120,
    run: async (ctx) => {
      const changes = await commit(ctx, { statements: deleteStaleCredentialsStmts(ctx) });
      return `${changes.reduce((sum, deleted) => sum + deleted, 0)} rows deleted`;
    },
  },
];

import { commit } from "../../platform/commit.ts";
import { type Job, portion } from "../../platform/jobs.ts";
import { deleteStaleCredentialsStmts, STALE_CREDENTIALS_A_RUN } from "../identity/index.ts";

export const accountsJobs: readonly Job[] = [
  {
    name: "accounts.delete-stale-credentials",
    description: "Deletes ended logins, used tokens and links, and devices that were not seen for a year",
    schedule: { everyMinutes: 60 },
    leaseSeconds: 120,
    run: async (ctx) => {
      const changes = await commit(ctx, { statements: deleteStaleCredentialsStmts(ctx) });
      const said = `${changes.reduce((sum, deleted) => sum + deleted, 0)} rows deleted`;
      return portion(said, Math.max(...changes) >= STALE_CREDENTIALS_A_RUN);
    },
  },
];

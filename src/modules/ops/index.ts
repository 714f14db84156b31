import { commit } from "../../platform/commit.ts";
import { deleteExpiredClaimsStmt } from "../../platform/idempotency.ts";
import { type Job, portion } from "../../platform/jobs.ts";

export { opsRoutes } from "./ops.routes.ts";

const KEYS_A_RUN = 5_000;

export const opsJobs: readonly Job[] = [
  {
    name: "ops.delete-expired-idempotency-keys",
    description: "Deletes Idempotency-Keys a day after their requests",
    schedule: { everyMinutes: 60 },
    leaseSeconds: 120,
    run: async (ctx) => {
      const [deleted = 0] = await commit(ctx, { statements: [deleteExpiredClaimsStmt(ctx, KEYS_A_RUN)] });
      return portion(`${deleted} keys deleted`, deleted === KEYS_A_RUN);
    },
  },
];

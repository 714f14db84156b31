import { commit } from "../../platform/commit.ts";
import { deleteExpiredClaimsStmt } from "../../platform/idempotency.ts";
import type { Job } from "../../platform/jobs.ts";
import { resendUndelivered } from "../../platform/outbox.ts";

export { opsRoutes } from "./ops.routes.ts";

export const opsJobs: readonly Job[] = [
  {
    name: "ops.resend-outbox",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 120,
    run: async (ctx) => `${await resendUndelivered(ctx)} events sent again`,
  },
  {
    name: "ops.delete-expired-idempotency-keys",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 120,
    run: async (ctx) => {
      const [deleted = 0] = await commit(ctx, { statements: [deleteExpiredClaimsStmt(ctx)] });
      return `${deleted} keys deleted`;
    },
  },
];

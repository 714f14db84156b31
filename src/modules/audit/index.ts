import { subscribe } from "../../platform/events.ts";
import type { Job } from "../../platform/jobs.ts";
import { customerErased } from "../customers/index.ts";
import { operatorActed } from "./audit.events.ts";
import { checkNightly } from "./check-nightly.ts";
import { eraseFromAudit } from "./erase-from-audit.ts";
import { recordOperator } from "./record-operator.ts";
import { sealAudit } from "./seal-audit.ts";

export { operatorActed } from "./audit.events.ts";
export { auditRoutes } from "./audit.routes.ts";

export const auditSubscribers = [
  subscribe("audit.erase-person", customerErased, (ctx, { customer_id, order_ids }) =>
    eraseFromAudit(ctx, customer_id, order_ids),
  ),
  subscribe("audit.record-operator", operatorActed, recordOperator),
] as const;

export const auditJobs: readonly Job[] = [
  {
    name: "audit.seal",
    description: "Numbers and signs the latest entries of the audit log",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 120,
    run: sealAudit,
  },
  {
    name: "audit.verify",
    description: "Verifies the whole audit log, a portion a minute",
    schedule: { dailyAt: "04:00" },
    leaseSeconds: 120,
    run: checkNightly,
  },
];

import type { Subscriber } from "../../platform/events.ts";
import type { Job } from "../../platform/jobs.ts";
import { continueBackup } from "./continue-backup.ts";
import { startNightly } from "./start-backup.ts";

export { backupHealth } from "./backup-health.ts";
export { backupRoutes } from "./backups.routes.ts";
export { type Line, unpackLines } from "./chunk-file.ts";
export { type Manifest, manifestSchema } from "./manifest.ts";
export { addRows, emptySum, sumText } from "./row-sum.ts";
export { type DumpTable, literal, nextRowsSql, quoted } from "./table-rows.repo.ts";

export const backupSubscribers: readonly Subscriber[] = [];

export const backupJobs: readonly Job[] = [
  {
    name: "backups.nightly",
    description: "Begins the nightly dump of the main database",
    schedule: { dailyAt: "02:00" },
    leaseSeconds: 60,
    run: startNightly,
  },
  {
    name: "backups.continue",
    description: "Goes on with the dump that is under way, a portion a minute",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 120,
    run: (ctx) => continueBackup(ctx),
  },
];

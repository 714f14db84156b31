import type { Job } from "../../platform/jobs.ts";
import { continueBackup } from "./continue-backup.ts";
import { startNightly } from "./start-backup.ts";

export { backupHealth } from "./backup-health.ts";
export { backupRestored } from "./backups.events.ts";
export { backupRoutes } from "./backups.routes.ts";
export { type Line, unpackLines } from "./chunk-file.ts";
export { noteErasure, notedErasures } from "./erasures.ts";
export { type Manifest, manifestSchema } from "./manifest.ts";
export { addRows, emptySum, sumText } from "./row-sum.ts";
export { type DumpTable, literal, nextRowsSql, quoted } from "./table-rows.repo.ts";

export const backupJobs: readonly Job[] = [
  {
    name: "backups.nightly",
    description:
      "Asks for the dump of the main database at 02:00 UTC, and tells when the last good one is too old",
    schedule: { everyMinutes: 10 },
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

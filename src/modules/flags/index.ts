import type { Job } from "../../platform/jobs.ts";
import { publishIfDifferent } from "./publish-flags.ts";

export { flagRoutes } from "./flags.routes.ts";

export const flagJobs: readonly Job[] = [
  {
    name: "flags.publish",
    description: "Publishes the feature flags again when the cache shows others",
    schedule: { everyMinutes: 5 },
    leaseSeconds: 60,
    run: publishIfDifferent,
  },
];

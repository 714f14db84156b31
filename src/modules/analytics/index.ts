import type { Job } from "../../platform/jobs.ts";
import { recountNightly, refreshRollups } from "./refresh-rollups.ts";

export { analyticsRoutes } from "./analytics.routes.ts";
export { analyticsSubscribers } from "./analytics.subscribers.ts";
export { businessGauges, type SalesReport, salesReport } from "./business.ts";
export { addDays, localDay } from "./local-days.ts";

export const analyticsJobs: readonly Job[] = [
  {
    name: "analytics.refresh",
    description: "Recounts the days of the sales roll-ups that anything happened on",
    schedule: { everyMinutes: 5 },
    leaseSeconds: 300,
    run: refreshRollups,
  },
  {
    name: "analytics.recount",
    description: "Recounts the last days of the roll-ups, users and stock-outs; forgets old starts of carts",
    schedule: { dailyAt: "02:30" },
    leaseSeconds: 300,
    run: recountNightly,
  },
];

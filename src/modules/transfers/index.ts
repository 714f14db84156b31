import { jobRoutes } from "./jobs.routes.ts";
import { transferRoutes } from "./transfers.routes.ts";

export { transfersJobs } from "./transfers.jobs.ts";
export { transfersSubscribers } from "./transfers.subscribers.ts";

export const transfersRoutes = [...transferRoutes, ...jobRoutes] as const;

import type { Job } from "../../platform/jobs.ts";
import { checkAvailability } from "./check-availability.ts";
import { publishIfDifferent } from "./publish-versions.ts";
import { listRoutes } from "./list.routes.ts";
import { rebuildIfStale } from "./rebuild-read-model.ts";
import { rebuildRoutes } from "./rebuild.routes.ts";
import { searchRoutes as documentRoutes } from "./search.routes.ts";

export const searchRoutes = [...listRoutes, ...documentRoutes, ...rebuildRoutes] as const;
export { searchSubscribers } from "./search.subscribers.ts";
export { readDocuments } from "./read-documents.ts";
export { indexProduct } from "./index-product.ts";
export { type DocumentRow, replaceDocumentsStmts } from "./search.repo.ts";

export const searchJobs: readonly Job[] = [
  {
    name: "search.publish-versions",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 60,
    run: publishIfDifferent,
  },
  {
    name: "search.check-availability",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 120,
    run: checkAvailability,
  },
  { name: "search.rebuild-if-stale", schedule: { everyMinutes: 1 }, leaseSeconds: 300, run: rebuildIfStale },
];

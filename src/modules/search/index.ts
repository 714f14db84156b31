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
    description: "Publishes the catalog's versions again when the cache shows others",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 60,
    run: publishIfDifferent,
  },
  {
    name: "search.check-availability",
    description: "Looks a second time whether what was sold in the last minutes is shown as it is",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 120,
    run: checkAvailability,
  },
  {
    name: "search.rebuild-if-stale",
    description:
      "Rebuilds the read model, a slice a minute, when it was asked for or the settings ask for it",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 300,
    run: rebuildIfStale,
  },
];

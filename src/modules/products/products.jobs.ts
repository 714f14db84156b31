import type { Job } from "../../platform/jobs.ts";
import { publishDue } from "./publish-due.ts";

export const productJobs: readonly Job[] = [
  {
    name: "catalog.publish-due",
    description: "Publishes products whose time has come",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 120,
    run: publishDue,
  },
];

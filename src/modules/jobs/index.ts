import type { Route } from "../../platform/http/index.ts";
import type { Job } from "../../platform/jobs.ts";

export const jobRoutes: readonly Route[] = [];
export const jobJobs: readonly Job[] = [];

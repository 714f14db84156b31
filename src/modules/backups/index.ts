import type { Subscriber } from "../../platform/events.ts";
import type { Route } from "../../platform/http/index.ts";
import type { Job } from "../../platform/jobs.ts";

export const backupRoutes: readonly Route[] = [];
export const backupSubscribers: readonly Subscriber[] = [];
export const backupJobs: readonly Job[] = [];

import type { Subscriber } from "../../platform/events.ts";
import type { Route } from "../../platform/http/index.ts";
import type { Job } from "../../platform/jobs.ts";

export const analyticsRoutes: readonly Route[] = [];
export const analyticsSubscribers: readonly Subscriber[] = [];
export const analyticsJobs: readonly Job[] = [];

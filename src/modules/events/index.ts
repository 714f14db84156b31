import type { Subscriber } from "../../platform/events.ts";
import type { Route } from "../../platform/http/index.ts";
import type { Job } from "../../platform/jobs.ts";

export const eventRoutes: readonly Route[] = [];
export const eventSubscribers: readonly Subscriber[] = [];
export const eventJobs: readonly Job[] = [];

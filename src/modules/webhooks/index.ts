import type { Subscriber } from "../../platform/events.ts";
import type { Route } from "../../platform/http/index.ts";
import type { Job } from "../../platform/jobs.ts";

export const webhookRoutes: readonly Route[] = [];
export const webhookSubscribers: readonly Subscriber[] = [];
export const webhookJobs: readonly Job[] = [];

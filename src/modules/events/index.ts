import type { Subscriber } from "../../platform/events.ts";
import type { Route } from "../../platform/http/index.ts";
import { deadLetterRoutes } from "./dead-letters.routes.ts";
import { replayRoutes } from "./events.routes.ts";

export { eventBacklog } from "./event-backlog.ts";
export { eventJobs } from "./events.jobs.ts";

export const eventRoutes: readonly Route[] = [...deadLetterRoutes, ...replayRoutes];
export const eventSubscribers: readonly Subscriber[] = [];

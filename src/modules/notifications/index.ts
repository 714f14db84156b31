import type { Route } from "../../platform/http/index.ts";
import type { Job } from "../../platform/jobs.ts";
import { mailPreviewRoutes } from "./mail-preview.routes.ts";
import { mailSubscribers } from "./mail-subscribers.ts";
import { mailJobs } from "./mail.jobs.ts";
import { mailRoutes } from "./notifications.routes.ts";
import { recipientSubscribers } from "./recipients.subscribers.ts";
import { reportJobs } from "./report.jobs.ts";

export const notificationSubscribers = [...mailSubscribers(), ...recipientSubscribers] as const;

export { takeMailReports } from "./receive-cloudflare-events.ts";

export const notificationRoutes: readonly Route[] = [...mailPreviewRoutes, ...mailRoutes];
export const notificationJobs: readonly Job[] = [...mailJobs, ...reportJobs];

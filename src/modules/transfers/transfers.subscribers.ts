import { subscribe } from "../../platform/events.ts";
import { continueJob } from "./continue-job.ts";
import { jobContinue } from "./transfers.events.ts";

export const transfersSubscribers = [
  subscribe("transfers.continue", jobContinue, (ctx, payload) => continueJob(ctx, payload.job_id)),
] as const;

import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

export const jobContinue = defineEvent(
  "job.continue",
  z.object({ job_id: z.string() }),
  "There is a step of this job to do. Which one, only the job's row tells.",
);

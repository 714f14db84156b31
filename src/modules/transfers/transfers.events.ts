import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

/** There is a step of this job to do. Which one, only the job's row tells. */
export const jobContinue = defineEvent("job.continue", z.object({ job_id: z.string() }));

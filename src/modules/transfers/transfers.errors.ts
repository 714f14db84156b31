import { defineError } from "../../platform/errors.ts";

export const fileEmpty = defineError("transfer.file_empty", 422, "The file is empty");
export const fileMissing = defineError(
  "transfer.file_missing",
  404,
  "The file of the job is not there any more",
);
export const jobFinished = defineError("job.finished", 409, "The job has finished");
export const jobNotFinished = defineError("job.not_finished", 409, "The job has no result yet");
export const jobGaveUp = defineError("job.gave_up", 500, "The job failed at the same step again and again");

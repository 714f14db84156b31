import { addSeconds, isoTime } from "../../platform/clock.ts";
import { isActive, type JobRow, KEPT_SECONDS } from "./job.ts";
import type { JobBody } from "./transfers.schema.ts";

/** The representation of a job. */
export function jobView(job: JobRow): JobBody {
  const path = `/api/v1/jobs/${job.id}`;
  const hasFile = job.kind === "product_export" && job.status === "succeeded";
  return {
    id: job.id,
    kind: job.kind,
    status: job.status,
    format: job.input.format,
    currency: job.input.currency,
    dry_run: job.input.dry_run ?? false,
    progress: { total: job.total, done: job.done, failed: job.failed },
    result: job.result,
    ...(job.error_code === null ? {} : { error: { code: job.error_code, message: job.error_message ?? "" } }),
    errors_url: `${path}/errors`,
    ...(hasFile ? { result_url: `${path}/result` } : {}),
    created_at: job.created_at,
    ...(job.started_at === null ? {} : { started_at: job.started_at }),
    ...(job.finished_at === null
      ? {}
      : {
          finished_at: job.finished_at,
          expires_at: isoTime(addSeconds(new Date(job.finished_at), KEPT_SECONDS)),
        }),
    allowed_transitions: isActive(job) ? ["cancel"] : [],
    version: job.version,
  };
}

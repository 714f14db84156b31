import { Box, LinearProgress, Typography } from "@mui/material";
import type { Job } from "./import-file.ts";
import { isActive } from "./use-job.ts";

/** How far a job is, told to screen readers, too. */
export function JobProgress({ job }: { job: Job }) {
  const { total, done } = job.progress;
  const percent = isActive(job) ? shareOf(total, done) : 100;
  return (
    <Box>
      <Typography variant="body2" role="status" sx={{ mb: 0.5, fontVariantNumeric: "tabular-nums" }}>
        {textOf(job)}
      </Typography>
      <LinearProgress
        aria-label="Progress"
        variant={percent === undefined ? "indeterminate" : "determinate"}
        {...(percent === undefined ? {} : { value: percent })}
      />
    </Box>
  );
}

/** In percent; undefined while nobody knows. */
function shareOf(total: number | null, done: number): number | undefined {
  return total === null || total === 0 ? undefined : Math.min(100, (100 * done) / total);
}

function textOf({ kind, status, progress: { total, done } }: Job): string {
  if (status === "queued") return "Waiting for its turn…";
  const things = kind === "product_import" ? "rows" : "products";
  if (status === "succeeded") return `Finished: ${done.toLocaleString()} ${things}`;
  if (total === null) return `${done.toLocaleString()} ${things}…`;
  return `${done.toLocaleString()} of ${total.toLocaleString()} ${things}`;
}

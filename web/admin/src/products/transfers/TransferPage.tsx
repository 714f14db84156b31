import { Alert, Skeleton, Stack } from "@mui/material";
import { useParams } from "react-router-dom";
import { PlainPage } from "../../shared/PlainPage.tsx";
import { problemText } from "../../shared/use-problem-notice.ts";
import { ImportForReal } from "./ImportForReal.tsx";
import type { Job } from "./import-file.ts";
import { JobActions } from "./JobActions.tsx";
import { JobCounts } from "./JobCounts.tsx";
import { JobFacts } from "./JobFacts.tsx";
import { JobProgress } from "./JobProgress.tsx";
import { RowErrors } from "./RowErrors.tsx";
import { titleOf } from "./job-words.ts";
import { useJob } from "./use-job.ts";

/** An import or export: how far it is, what it did, and what is to be done with it. */
export default function TransferPage() {
  const { id = "" } = useParams();
  const { data: job, error } = useJob(id);
  if (job) return <Transfer key={job.id} job={job} />;
  return (
    <PlainPage title="Import & export">
      {error ? (
        <Alert severity="error">{problemText(error)}</Alert>
      ) : (
        <Skeleton variant="rounded" height={240} aria-label="Loading" />
      )}
    </PlainPage>
  );
}

function Transfer({ job }: { job: Job }) {
  const isDone = job.status === "succeeded";
  return (
    <PlainPage title={titleOf(job)} actions={<JobActions job={job} />}>
      <Stack spacing={2} sx={{ maxWidth: 960 }}>
        <JobProgress job={job} />
        {job.error && <Alert severity="error">{job.error.message || job.error.code}</Alert>}
        {job.status === "cancelled" && (
          <Alert severity="info">It was cancelled. What was imported before stays.</Alert>
        )}
        <JobCounts job={job} />
        {isDone && job.dry_run && <ImportForReal job={job} />}
        {job.progress.failed > 0 && <RowErrors job={job} />}
        <JobFacts job={job} />
      </Stack>
    </PlainPage>
  );
}

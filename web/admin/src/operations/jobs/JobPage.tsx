import { Alert, Typography } from "@mui/material";
import { useState } from "react";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ActionButton } from "../../shared/ActionButton.tsx";
import { Facts } from "../../shared/Facts.tsx";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { useAction } from "../../shared/use-action.ts";
import { type CronJob, outcomeOf } from "./job.ts";

type Run = Schema<"CronJobRun">;

/** A scheduled job: its schedule, its last run, and running it now. */
export default function JobPage() {
  const [run, setRun] = useState<Run>();
  return (
    <RecordPage<CronJob>
      list={{ to: "/jobs", label: "Scheduled jobs" }}
      title={({ name }) => name}
      aside={(job) => <StatusChip status={outcomeOf(job)} />}
      actions={(job) => <RunNow job={job} onEnded={setRun} />}
    >
      {(job) => (
        <>
          {run && <Outcome run={run} />}
          <Section title="Schedule" intro={job.description}>
            <Facts
              items={[
                ["Runs", job.schedule.text],
                ["Next run", <Time key="next" at={job.next_run_at} />],
                ["Runs so far", job.runs],
                ["Last success", job.last_succeeded_at ? <Time at={job.last_succeeded_at} /> : "Never"],
                ["Failing since", job.failing_since && <Time at={job.failing_since} />],
                ["Failures in a row", job.failures > 0 && job.failures],
              ]}
            />
          </Section>
          <Section title="Last run">
            <LastRun run={job.last_run} />
          </Section>
        </>
      )}
    </RecordPage>
  );
}

function RunNow({ job, onEnded }: { job: CronJob; onEnded: (run: Run) => void }) {
  const { isRunning, run } = useAction();
  const start = (key: string) =>
    dataOf(
      client.POST("/api/v1/ops/jobs/{name}/run", {
        params: { path: { name: job.name }, header: { "Idempotency-Key": key } },
      }),
    ).then(onEnded);
  return (
    <ActionButton
      label="Run now"
      variant="contained"
      loading={isRunning}
      transition={job.running ? { allowed: false, reason: "It is running." } : undefined}
      onClick={() => void run(start)}
    />
  );
}

function Outcome({ run }: { run: Run }) {
  return (
    <Alert severity={run.error === null ? "success" : "error"} role="status">
      {run.error === null ? "It has run." : "The run failed."} {run.error ?? run.result} It took{" "}
      {run.duration_ms} ms.
      {run.more && " It left a rest, and goes on with the next minute."}
    </Alert>
  );
}

function LastRun({ run }: { run: CronJob["last_run"] | null }) {
  if (!run) return <Typography variant="body2">It has not run yet.</Typography>;
  return (
    <>
      {run.error && (
        <Alert severity="error" sx={{ mb: 2, overflowWrap: "anywhere" }}>
          {run.error}
        </Alert>
      )}
      <Facts
        items={[
          ["Was due", run.scheduled_for ? <Time at={run.scheduled_for} /> : "Run by hand"],
          ["Started", <Time key="started" at={run.started_at} />],
          ["Finished", run.finished_at ? <Time at={run.finished_at} /> : "Not yet, or it was cut off"],
          ["Took", run.duration_ms !== null && `${run.duration_ms} ms`],
          ["Result", run.result],
        ]}
      />
    </>
  );
}

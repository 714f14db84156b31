import { DataTable } from "react-admin";
import { RecordLink } from "../../shared/RecordLink.tsx";
import { Cards } from "../../shared/Cards.tsx";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { type CronJob, outcomeOf } from "./job.ts";

/** The scheduled jobs: when each is due, and how its last run went. */
export default function JobList() {
  return (
    <ListPage title="Scheduled jobs" perPage={50} empty={{ title: "No jobs." }}>
      <Responsive wide={<JobTable />} narrow={<JobCards />} />
    </ListPage>
  );
}

function JobTable() {
  return (
    <DataTable rowClick="show" bulkActionButtons={false}>
      <DataTable.Col
        source="name"
        label="Job"
        disableSort
        render={({ name, description }: CronJob) => (
          <span title={description}>
            <RecordLink>{name}</RecordLink>
          </span>
        )}
      />
      <DataTable.Col label="Schedule" disableSort render={({ schedule }: CronJob) => schedule.text} />
      <DataTable.Col
        label="State"
        disableSort
        render={(job: CronJob) => <StatusChip status={outcomeOf(job)} />}
      />
      <DataTable.Col source="next_run_at" label="Next run" disableSort field={TimeField} />
      <DataTable.Col
        label="Last run"
        disableSort
        render={({ last_run: run }: CronJob) => <Time at={run?.started_at} />}
      />
      <DataTable.NumberCol source="failures" label="Failures in a row" disableSort />
    </DataTable>
  );
}

function JobCards() {
  return (
    <Cards<CronJob>
      primary={({ name }) => name}
      aside={(job) => <StatusChip status={outcomeOf(job)} />}
      secondary={({ schedule, next_run_at: next }) => (
        <>
          {schedule.text} · next <Time at={next} />
        </>
      )}
    />
  );
}

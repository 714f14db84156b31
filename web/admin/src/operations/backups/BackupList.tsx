import { DataTable } from "react-admin";
import { RecordLink } from "../../shared/RecordLink.tsx";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ActionButton } from "../../shared/ActionButton.tsx";
import { Cards } from "../../shared/Cards.tsx";
import { formatBytes } from "../../shared/format-bytes.ts";
import { inWords } from "../../shared/format.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { StatusChip, StatusField } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { useAction } from "../../shared/use-action.ts";
import { type Backup, isUnderWay } from "./backup.ts";

/** The dumps of the database. */
export default function BackupList() {
  return (
    <ListPage
      title="Backups"
      actions={<Start />}
      empty={{ title: "No backups yet.", hint: "One is made every night." }}
      queryOptions={{ refetchInterval: ({ state }) => (state.data?.data.some(isUnderWay) ? 5_000 : false) }}
    >
      <Responsive wide={<BackupTable />} narrow={<BackupCards />} />
    </ListPage>
  );
}

function Start() {
  const { isRunning, run } = useAction();
  const start = (key: string) =>
    dataOf(client.POST("/api/v1/ops/backups", { params: { header: { "Idempotency-Key": key } } }));
  return (
    <ActionButton
      label="Back up now"
      size="small"
      variant="contained"
      loading={isRunning}
      onClick={() => void run(start, { done: "A backup begins within a minute." })}
    />
  );
}

function BackupTable() {
  return (
    <DataTable rowClick="show" bulkActionButtons={false}>
      <DataTable.Col
        label="Asked for"
        disableSort
        render={() => (
          <RecordLink>
            <TimeField source="created_at" />
          </RecordLink>
        )}
      />
      <DataTable.Col source="snapshot_at" label="Shows the moment" disableSort field={TimeField} />
      <DataTable.Col source="reason" disableSort render={({ reason }: Backup) => inWords(reason)} />
      <DataTable.Col source="status" disableSort field={StatusField} />
      <DataTable.NumberCol source="rows" disableSort />
      <DataTable.Col
        source="bytes"
        label="Size"
        disableSort
        render={({ bytes }: Backup) => formatBytes(bytes)}
      />
      <DataTable.Col source="finished_at" label="Finished" disableSort field={TimeField} />
    </DataTable>
  );
}

function BackupCards() {
  return (
    <Cards<Backup>
      primary={({ created_at: at }) => <Time at={at} />}
      aside={({ status }) => <StatusChip status={status} />}
      secondary={({ reason, rows, bytes }) => `${inWords(reason)} · ${rows} rows · ${formatBytes(bytes)}`}
    />
  );
}

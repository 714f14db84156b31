import ImportIcon from "@mui/icons-material/FileUploadOutlined";
import { Button } from "@mui/material";
import { DataTable, FunctionField, SelectInput } from "react-admin";
import { Link } from "react-router-dom";
import { RecordLink } from "../../shared/RecordLink.tsx";
import { Cards } from "../../shared/Cards.tsx";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { formatTime } from "../../shared/format.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { StatusChip, StatusField } from "../../shared/StatusField.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { ExportDialog } from "./ExportDialog.tsx";
import type { Job } from "./import-file.ts";
import { outcomeOf, titleOf } from "./job-words.ts";

const KINDS = [
  { id: "product_import", name: "Imports" },
  { id: "product_export", name: "Exports" },
];
const STATUSES = ["queued", "running", "succeeded", "failed", "cancelled"].map((id) => ({
  id,
  name: id.replace(/^./, (first) => first.toUpperCase()),
}));

const filters = [
  <SelectInput key="kind" source="kind" label="Kind" choices={KINDS} alwaysOn />,
  <SelectInput key="status" source="status" label="Status" choices={STATUSES} alwaysOn />,
];

/** All imports and exports, the latest first. */
export default function TransferList() {
  return (
    <ListPage
      title="Import & export"
      filters={filters}
      sort={{ field: "created_at", order: "DESC" }}
      actions={<Actions />}
      empty={{
        title: "No imports and exports yet.",
        hint: "Import a CSV or NDJSON file of products, or export the catalog to one.",
        action: <ImportButton />,
      }}
    >
      <Responsive wide={<Wide />} narrow={<Narrow />} />
    </ListPage>
  );
}

function Actions() {
  return (
    <>
      <DialogButton label="Export" size="small">
        {(close) => <ExportDialog onClose={close} />}
      </DialogButton>
      <ImportButton />
    </>
  );
}

function ImportButton() {
  return (
    <Button
      component={Link}
      to="/transfers/import"
      size="small"
      variant="contained"
      startIcon={<ImportIcon />}
    >
      Import
    </Button>
  );
}

function Wide() {
  return (
    <DataTable rowClick="edit" bulkActionButtons={false}>
      <DataTable.Col source="kind" label="What" disableSort>
        <FunctionField<Job> render={(job) => <RecordLink type="edit">{titleOf(job)}</RecordLink>} />
      </DataTable.Col>
      <DataTable.Col source="status" field={StatusField} disableSort />
      <DataTable.Col label="Result" disableSort>
        <FunctionField<Job> render={outcomeOf} />
      </DataTable.Col>
      <DataTable.Col source="format" disableSort>
        <FunctionField<Job> render={({ format }) => format.toUpperCase()} />
      </DataTable.Col>
      <DataTable.Col source="created_at" label="Created" field={TimeField} />
    </DataTable>
  );
}

function Narrow() {
  return (
    <Cards<Job>
      link="edit"
      primary={titleOf}
      aside={({ status }) => <StatusChip status={status} />}
      secondary={(job) => (
        <>
          {outcomeOf(job)}
          <br />
          {formatTime(job.created_at)}
        </>
      )}
    />
  );
}

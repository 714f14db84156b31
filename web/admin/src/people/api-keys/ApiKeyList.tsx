import { useState } from "react";
import { DataTable, SelectInput } from "react-admin";
import { RecordLink } from "../../shared/RecordLink.tsx";
import type { Schema } from "../../../../../client/index.ts";
import { Cards } from "../../shared/Cards.tsx";
import { choicesOf } from "../../shared/choices.ts";
import { Code } from "../../shared/Code.tsx";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { StatusChip, StatusField } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { CreateKeyDialog } from "./CreateKeyDialog.tsx";
import { IssuedKey } from "./IssuedKey.tsx";

type ApiKey = Schema<"ApiKey">;

const filters = [
  <SelectInput
    key="status"
    source="status"
    alwaysOn
    helperText={false}
    choices={choicesOf(["active", "expired", "revoked"])}
  />,
];

/** All API keys. */
export default function ApiKeyList() {
  return (
    <ListPage
      title="API keys"
      filters={filters}
      actions={<NewKey />}
      empty={{ title: "No API keys yet.", hint: "Programs use them instead of a password." }}
    >
      <Responsive wide={<KeyTable />} narrow={<KeyCards />} />
    </ListPage>
  );
}

function NewKey() {
  const [issued, setIssued] = useState<Schema<"IssuedApiKey">>();
  return (
    <>
      <DialogButton label="New API key" size="small" variant="contained">
        {(close) => <CreateKeyDialog onClose={close} onIssued={setIssued} />}
      </DialogButton>
      <IssuedKey issued={issued} onClose={() => setIssued(undefined)} />
    </>
  );
}

function KeyTable() {
  return (
    <DataTable rowClick="show" bulkActionButtons={false}>
      <DataTable.Col
        source="name"
        disableSort
        render={({ name }: ApiKey) => <RecordLink>{name}</RecordLink>}
      />
      <DataTable.Col
        source="prefix"
        label="Begins with"
        disableSort
        render={({ prefix }: ApiKey) => <Code>{prefix}…</Code>}
      />
      <DataTable.Col source="status" disableSort field={StatusField} />
      <DataTable.Col label="Permissions" disableSort render={({ scopes }: ApiKey) => summaryOf(scopes)} />
      <DataTable.Col
        source="expires_at"
        label="Expires"
        disableSort
        render={({ expires_at: at }: ApiKey) => (at ? <Time at={at} /> : "Never")}
      />
      <DataTable.Col
        source="last_used_at"
        label="Last used"
        disableSort
        render={({ last_used_at: at }: ApiKey) => (at ? <Time at={at} /> : "Never")}
      />
      <DataTable.Col source="created_at" label="Created" disableSort field={TimeField} />
    </DataTable>
  );
}

function KeyCards() {
  return (
    <Cards<ApiKey>
      primary={({ name }) => name}
      aside={({ status }) => <StatusChip status={status} />}
      secondary={({ scopes, last_used_at: used }) => (
        <>
          {summaryOf(scopes)} · last used {used ? <Time at={used} /> : "never"}
        </>
      )}
    />
  );
}

function summaryOf(scopes: readonly string[]): string {
  return scopes.length <= 2 ? scopes.join(", ") : `${scopes[0]} and ${scopes.length - 1} more`;
}

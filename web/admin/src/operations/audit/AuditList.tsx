import { DataTable, SelectInput, TextInput } from "react-admin";
import { RecordLink } from "../../shared/RecordLink.tsx";
import { Cards } from "../../shared/Cards.tsx";
import { choicesOf } from "../../shared/choices.ts";
import { Code } from "../../shared/Code.tsx";
import { inWords } from "../../shared/format.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { Time } from "../../shared/Time.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { TimeInput } from "../../shared/TimeInput.tsx";
import { Actor } from "./Actor.tsx";
import type { AuditEntry } from "./entry.ts";
import { VerifyChain } from "./VerifyChain.tsx";

const filters = [
  <TextInput key="action" source="action" placeholder="order.cancel" alwaysOn helperText={false} />,
  <TextInput key="entity" source="entity" label="Entity" placeholder="order" alwaysOn helperText={false} />,
  <TextInput key="entity_id" source="entity_id" label="Entity id" helperText={false} />,
  <SelectInput
    key="actor_kind"
    source="actor_kind"
    label="Who"
    choices={choicesOf(["user", "api_key", "system", "stripe", "guest"])}
    alwaysOn
    helperText={false}
  />,
  <TextInput key="actor_id" source="actor_id" label="User, key or job" helperText={false} />,
  <TextInput key="credential_id" source="credential_id" label="Session or key used" helperText={false} />,
  <TextInput key="request_id" source="request_id" label="Request id" helperText={false} />,
  <TimeInput key="from" source="from" helperText={false} />,
  <TimeInput key="to" source="to" helperText={false} />,
];

/** Who changed what. */
export default function AuditList() {
  return (
    <ListPage
      title="Audit log"
      sort={{ field: "seq", order: "DESC" }}
      filters={filters}
      actions={<VerifyChain />}
      empty={{ title: "Nothing was changed yet." }}
    >
      <Responsive wide={<AuditTable />} narrow={<AuditCards />} />
    </ListPage>
  );
}

function AuditTable() {
  return (
    <DataTable rowClick="show" bulkActionButtons={false}>
      <DataTable.Col
        source="seq"
        label="No."
        align="right"
        render={({ seq }: AuditEntry) => <RecordLink>{seq}</RecordLink>}
      />
      <DataTable.Col source="at" disableSort field={TimeField} />
      <DataTable.Col source="action" disableSort render={({ action }: AuditEntry) => <Code>{action}</Code>} />
      <DataTable.Col
        label="What"
        disableSort
        render={({ entity, entity_id: id }: AuditEntry) => (
          <>
            {inWords(entity).toLowerCase()} <Code>{id}</Code>
          </>
        )}
      />
      <DataTable.Col label="Who" disableSort render={({ actor }: AuditEntry) => <Actor actor={actor} />} />
    </DataTable>
  );
}

function AuditCards() {
  return (
    <Cards<AuditEntry>
      primary={({ action }) => action}
      aside={({ at }) => <Time at={at} />}
      secondary={({ entity, entity_id: id, actor }) => (
        <>
          {entity} <Code>{id}</Code>
          <br />
          <Actor actor={actor} />
        </>
      )}
    />
  );
}

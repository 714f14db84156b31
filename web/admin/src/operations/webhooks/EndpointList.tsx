import { useState } from "react";
import { DataTable } from "react-admin";
import { RecordLink } from "../../shared/RecordLink.tsx";
import { Cards } from "../../shared/Cards.tsx";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { StatusChip, StatusField } from "../../shared/StatusField.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { CreateEndpointDialog } from "./CreateEndpointDialog.tsx";
import type { Endpoint } from "./endpoint.ts";
import { EndpointSecret } from "./EndpointSecret.tsx";

/** Where events are sent to. */
export default function EndpointList() {
  return (
    <ListPage
      title="Webhooks"
      actions={<NewEndpoint />}
      empty={{
        title: "No webhook endpoints yet.",
        hint: "Other programs hear by them what happens in the shop.",
      }}
    >
      <Responsive wide={<EndpointTable />} narrow={<EndpointCards />} />
    </ListPage>
  );
}

function NewEndpoint() {
  const [secret, setSecret] = useState<string>();
  return (
    <>
      <DialogButton label="New endpoint" size="small" variant="contained">
        {(close) => <CreateEndpointDialog onClose={close} onCreated={setSecret} />}
      </DialogButton>
      <EndpointSecret secret={secret} onClose={() => setSecret(undefined)} />
    </>
  );
}

function EndpointTable() {
  return (
    <DataTable rowClick="show" bulkActionButtons={false}>
      <DataTable.Col
        source="url"
        label="URL"
        disableSort
        render={({ url }: Endpoint) => <RecordLink>{url}</RecordLink>}
      />
      <DataTable.Col source="description" disableSort />
      <DataTable.Col
        source="event_types"
        label="Events"
        disableSort
        render={(endpoint: Endpoint) => eventsOf(endpoint)}
      />
      <DataTable.Col source="status" disableSort field={StatusField} />
      <DataTable.Col source="failing_since" label="Failing since" disableSort field={TimeField} />
      <DataTable.Col source="created_at" label="Created" disableSort field={TimeField} />
    </DataTable>
  );
}

function EndpointCards() {
  return (
    <Cards<Endpoint>
      primary={({ url }) => url}
      aside={({ status }) => <StatusChip status={status} />}
      secondary={(endpoint) => [endpoint.description, eventsOf(endpoint)].filter(Boolean).join(" · ")}
    />
  );
}

function eventsOf({ event_types: types }: Endpoint): string {
  return types.length <= 2 ? types.join(", ") : `${types[0]} and ${types.length - 1} more`;
}

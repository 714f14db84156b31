import { AutocompleteInput, DataTable, ReferenceInput, SelectInput } from "react-admin";
import { RecordLink } from "../../shared/RecordLink.tsx";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { Cards } from "../../shared/Cards.tsx";
import { choicesOf } from "../../shared/choices.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { StatusChip, StatusField } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { useRead } from "../../shared/use-read.ts";
import { EndpointUrl } from "./EndpointUrl.tsx";

type Delivery = Schema<"WebhookDelivery">;

/** What was sent to webhook endpoints, and what came of it. */
export default function DeliveryList() {
  const { data: types } = useRead(["webhook-event-types"], (signal) =>
    dataOf(client.GET("/api/v1/webhooks/event-types", { signal })),
  );
  const filters = [
    <SelectInput
      key="status"
      source="status"
      choices={choicesOf(["pending", "succeeded", "failed"])}
      alwaysOn
      helperText={false}
    />,
    <AutocompleteInput
      key="event_type"
      source="event_type"
      label="Event"
      choices={(types?.data ?? []).map(({ type }) => ({ id: type, name: type }))}
      alwaysOn
      helperText={false}
    />,
    <ReferenceInput key="endpoint_id" source="endpoint_id" reference="webhook-endpoints">
      <SelectInput label="Endpoint" optionText="url" helperText={false} />
    </ReferenceInput>,
  ];
  return (
    <ListPage
      title="Webhook deliveries"
      filters={filters}
      empty={{
        title: "No deliveries in the last 30 days.",
        hint: "They begin when an endpoint is there and something happens.",
      }}
    >
      <Responsive wide={<DeliveryTable />} narrow={<DeliveryCards />} />
    </ListPage>
  );
}

function DeliveryTable() {
  return (
    <DataTable rowClick="show" bulkActionButtons={false}>
      <DataTable.Col
        source="type"
        label="Event"
        disableSort
        render={({ type }: Delivery) => <RecordLink>{type}</RecordLink>}
      />
      <DataTable.Col
        source="endpoint_id"
        label="Endpoint"
        disableSort
        render={({ endpoint_id: id }: Delivery) => <EndpointUrl id={id} />}
      />
      <DataTable.Col source="status" disableSort field={StatusField} />
      <DataTable.NumberCol source="attempts" disableSort />
      <DataTable.Col label="Last answer" disableSort render={(delivery: Delivery) => answerOf(delivery)} />
      <DataTable.Col source="next_attempt_at" label="Next attempt" disableSort field={TimeField} />
      <DataTable.Col source="created_at" label="Created" disableSort field={TimeField} />
    </DataTable>
  );
}

function DeliveryCards() {
  return (
    <Cards<Delivery>
      primary={({ type }) => type}
      aside={({ status }) => <StatusChip status={status} />}
      secondary={(delivery) => (
        <>
          <EndpointUrl id={delivery.endpoint_id} /> · <Time at={delivery.created_at} /> · {answerOf(delivery)}
        </>
      )}
    />
  );
}

function answerOf({ response_status: status, error }: Delivery): string {
  return status === null ? (error ?? "–") : String(status);
}

import { Alert, Button, Stack } from "@mui/material";
import { useState } from "react";
import { Link } from "react-router-dom";
import type { Schema } from "../../../../../client/index.ts";
import { Code } from "../../shared/Code.tsx";
import { Facts } from "../../shared/Facts.tsx";
import { inWords } from "../../shared/format.ts";
import { listLink } from "../../shared/list-link.ts";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import type { Endpoint } from "./endpoint.ts";
import { EndpointActions } from "./EndpointActions.tsx";
import { TestResult } from "./TestResult.tsx";

const WHY: Readonly<Record<string, string>> = {
  staff: "Staff disabled it.",
  gone: "It was disabled because it answered 410: it wants no more.",
  failing: "It was disabled because it has not answered well for 5 days.",
};

/** A webhook endpoint: what is sent to it, how it is doing. */
export default function EndpointPage() {
  const [result, setResult] = useState<Schema<"WebhookTestResult">>();
  return (
    <RecordPage<Endpoint>
      list={{ to: "/webhook-endpoints", label: "Webhooks" }}
      title={({ url }) => url}
      aside={({ status }) => <StatusChip status={status} />}
      actions={(endpoint) => <EndpointActions endpoint={endpoint} onTested={setResult} />}
    >
      {(endpoint) => (
        <>
          {result && <TestResult result={result} />}
          {endpoint.disabled_reason && <Alert severity="warning">{WHY[endpoint.disabled_reason]}</Alert>}
          <Section title="Endpoint" actions={<DeliveriesLink endpoint={endpoint} />}>
            <Facts
              items={[
                ["Description", endpoint.description],
                ["Disabled", endpoint.disabled_at && <Time at={endpoint.disabled_at} />],
                ["Failing since", endpoint.failing_since && <Time at={endpoint.failing_since} />],
                [
                  "Old secret signs until",
                  endpoint.old_secret_valid_until && <Time at={endpoint.old_secret_valid_until} />,
                ],
                ["Created", <Time key="created" at={endpoint.created_at} />],
                ["Last change", <Time key="updated" at={endpoint.updated_at} />],
              ]}
            />
          </Section>
          <Section title="Events it is sent">
            <Stack component="ul" sx={{ m: 0, pl: 2.5, gap: 0.5 }}>
              {endpoint.event_types.map((type) => (
                <li key={type}>
                  <Code>{type}</Code>
                  {type === "*"
                    ? ": all events"
                    : type.endsWith(".*")
                      ? `: all of ${inWords(type.slice(0, -2))}`
                      : ""}
                </li>
              ))}
            </Stack>
          </Section>
        </>
      )}
    </RecordPage>
  );
}

function DeliveriesLink({ endpoint: { id } }: { endpoint: Endpoint }) {
  return (
    <Button component={Link} size="small" to={listLink("webhook-deliveries", { endpoint_id: id })}>
      Deliveries
    </Button>
  );
}

import { Link } from "@mui/material";
import { Link as RouterLink } from "react-router-dom";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ActionButton } from "../../shared/ActionButton.tsx";
import { Code } from "../../shared/Code.tsx";
import { Facts } from "../../shared/Facts.tsx";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { useAction } from "../../shared/use-action.ts";
import { AttemptsSection } from "./AttemptsSection.tsx";
import { EndpointUrl } from "./EndpointUrl.tsx";
import { MessageSection } from "./MessageSection.tsx";

type Delivery = Schema<"WebhookDelivery">;

/** A delivery: its body, and each attempt with its answer. */
export default function DeliveryPage() {
  return (
    <RecordPage<Delivery>
      list={{ to: "/webhook-deliveries", label: "Webhook deliveries" }}
      title={({ type }) => type}
      aside={({ status }) => <StatusChip status={status} />}
      actions={(delivery) => <Replay delivery={delivery} />}
    >
      {(delivery) => (
        <>
          <Section title="Delivery">
            <Facts
              items={[
                [
                  "Endpoint",
                  <Link
                    key="endpoint"
                    component={RouterLink}
                    to={`/webhook-endpoints/${delivery.endpoint_id}/show`}
                  >
                    <EndpointUrl id={delivery.endpoint_id} />
                  </Link>,
                ],
                ["webhook-id", <Code key="message">{delivery.message_id}</Code>],
                ["Created", <Time key="created" at={delivery.created_at} />],
                ["Next attempt", delivery.next_attempt_at && <Time at={delivery.next_attempt_at} />],
                ["Finished", delivery.finished_at && <Time at={delivery.finished_at} />],
              ]}
            />
          </Section>
          <AttemptsSection id={delivery.id} />
          <MessageSection id={delivery.id} />
        </>
      )}
    </RecordPage>
  );
}

function Replay({ delivery: { id } }: { delivery: Delivery }) {
  const { isRunning, run } = useAction();
  const replay = (key: string) =>
    dataOf(
      client.POST("/api/v1/webhooks/deliveries/{id}/replay", {
        params: { path: { id }, header: { "Idempotency-Key": key } },
      }),
    );
  return (
    <ActionButton
      label="Send again"
      variant="contained"
      loading={isRunning}
      onClick={() => void run(replay, { done: "It is sent again." })}
    />
  );
}

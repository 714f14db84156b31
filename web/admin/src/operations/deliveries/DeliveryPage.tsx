import { Alert, Link, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from "@mui/material";
import { Link as RouterLink } from "react-router-dom";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ActionButton } from "../../shared/ActionButton.tsx";
import { Code } from "../../shared/Code.tsx";
import { asJson, CodeBlock } from "../../shared/CodeBlock.tsx";
import { Facts } from "../../shared/Facts.tsx";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { useAction } from "../../shared/use-action.ts";
import { EndpointUrl } from "./EndpointUrl.tsx";

type Delivery = Schema<"WebhookDeliveryDetail">;

/** A delivery: its body, and each attempt with its answer. */
export default function DeliveryPage() {
  return (
    <RecordPage<Delivery>
      list={{ to: "/webhook-deliveries", label: "Webhook deliveries" }}
      detail="attempt_log"
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
          <Section title="Attempts">
            <Attempts log={delivery.attempt_log} />
          </Section>
          <Section title="Body">
            {delivery.body === null ? (
              <Alert severity="info">It is gone: the person that it told of was erased.</Alert>
            ) : (
              <CodeBlock label="Body" text={asJson(delivery.body)} />
            )}
          </Section>
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

function Attempts({ log }: { log: Delivery["attempt_log"] }) {
  if (log.length === 0) return <>No attempt yet.</>;
  return (
    <TableContainer tabIndex={0}>
      <Table size="small" aria-label="Attempts">
        <TableHead>
          <TableRow>
            <TableCell>No.</TableCell>
            <TableCell>At</TableCell>
            <TableCell align="right">Status</TableCell>
            <TableCell align="right">Took</TableCell>
            <TableCell>Answer</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {log.map((attempt) => (
            <TableRow key={attempt.number}>
              <TableCell>{attempt.number}</TableCell>
              <TableCell>
                <Time at={attempt.at} />
              </TableCell>
              <TableCell align="right">{attempt.response_status ?? "–"}</TableCell>
              <TableCell align="right">
                {attempt.duration_ms === null ? "–" : `${attempt.duration_ms} ms`}
              </TableCell>
              <TableCell sx={{ overflowWrap: "anywhere", minWidth: 200 }}>
                {[attempt.error, attempt.response].filter(Boolean).join(" – ") || "–"}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

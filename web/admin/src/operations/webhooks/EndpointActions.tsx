import { useState } from "react";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ActionButton } from "../../shared/ActionButton.tsx";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { useAction } from "../../shared/use-action.ts";
import { DeleteEndpointDialog } from "./DeleteEndpointDialog.tsx";
import { EditEndpointDialog } from "./EditEndpointDialog.tsx";
import { changeEndpoint, type Endpoint } from "./endpoint.ts";
import { EndpointSecret } from "./EndpointSecret.tsx";
import { ReplayRangeDialog } from "./ReplayRangeDialog.tsx";
import { RotateSecretDialog } from "./RotateSecretDialog.tsx";

interface Props {
  endpoint: Endpoint;
  onTested: (result: Schema<"WebhookTestResult">) => void;
}

/** What can be done with an endpoint. */
export function EndpointActions({ endpoint, onTested }: Props) {
  const [secret, setSecret] = useState<string>();
  const test = useAction();
  const toggle = useAction();
  const { id } = endpoint;
  const isEnabled = endpoint.status === "enabled";
  return (
    <>
      <ActionButton
        label="Send test event"
        variant="contained"
        loading={test.isRunning}
        onClick={() => void test.run(async (key) => onTested(await sendTest(id, key)))}
      />
      <DialogButton label="Edit" variant="outlined">
        {(close) => <EditEndpointDialog endpoint={endpoint} onClose={close} />}
      </DialogButton>
      <ActionButton
        label={isEnabled ? "Disable" : "Enable"}
        variant="outlined"
        loading={toggle.isRunning}
        onClick={() =>
          void toggle.run(() => changeEndpoint(endpoint, { status: isEnabled ? "disabled" : "enabled" }), {
            done: isEnabled ? "It gets no more events." : "It gets events again, also those that waited.",
          })
        }
      />
      <DialogButton label="Replay" variant="outlined">
        {(close) => <ReplayRangeDialog endpoint={endpoint} onClose={close} />}
      </DialogButton>
      <DialogButton label="Rotate secret" variant="outlined">
        {(close) => <RotateSecretDialog endpoint={endpoint} onClose={close} onRotated={setSecret} />}
      </DialogButton>
      <DialogButton label="Delete" variant="outlined" color="error">
        {(close) => <DeleteEndpointDialog endpoint={endpoint} onClose={close} />}
      </DialogButton>
      <EndpointSecret secret={secret} onClose={() => setSecret(undefined)} />
    </>
  );
}

function sendTest(id: string, key: string) {
  return dataOf(
    client.POST("/api/v1/webhooks/endpoints/{id}/test", {
      params: { path: { id }, header: { "Idempotency-Key": key } },
    }),
  );
}

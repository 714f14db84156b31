import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { EndpointFields } from "./EndpointFields.tsx";

interface NewEndpoint {
  url: string;
  description: string | null;
  event_types: string[];
}

interface Props {
  onClose: () => void;
  onCreated: (secret: string) => void;
}

/** Has events sent to a URL. */
export function CreateEndpointDialog({ onClose, onCreated }: Props) {
  return (
    <FormDialog<NewEndpoint>
      title="New webhook endpoint"
      submitLabel="Create endpoint"
      defaults={{ event_types: [] }}
      onClose={onClose}
      onSubmit={async (values, key) => onCreated((await create(values, key)).secret)}
    >
      <EndpointFields />
    </FormDialog>
  );
}

function create({ url, description, event_types }: NewEndpoint, key: string) {
  return dataOf(
    client.POST("/api/v1/webhooks/endpoints", {
      params: { header: { "Idempotency-Key": key } },
      body: { url, event_types, description: description ?? "", status: "enabled" },
    }),
  );
}

import { FormDialog } from "../../shared/FormDialog.tsx";
import {
  changeEndpoint,
  type Endpoint,
  ENDPOINT_LABELS,
  type EndpointPatch,
  endpointVersions,
} from "./endpoint.ts";
import { EndpointFields } from "./EndpointFields.tsx";

/** Changes where events are sent to, and which. */
export function EditEndpointDialog({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const { url, description, event_types } = endpoint;
  return (
    <FormDialog<EndpointPatch>
      title="Edit webhook endpoint"
      submitLabel="Save"
      done="Saved."
      defaults={{ url, description, event_types }}
      labels={ENDPOINT_LABELS}
      versions={(values) => endpointVersions(endpoint, toPatch(values))}
      onClose={onClose}
      onSubmit={(values) => changeEndpoint(endpoint, toPatch(values))}
    >
      <EndpointFields />
    </FormDialog>
  );
}

function toPatch({ url, description, event_types }: EndpointPatch): EndpointPatch {
  return { url, description: description ?? "", event_types };
}

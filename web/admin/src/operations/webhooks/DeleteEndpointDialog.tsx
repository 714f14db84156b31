import { Typography } from "@mui/material";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ifMatch } from "../../api/data-provider.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import type { Endpoint } from "./endpoint.ts";

/** Deletes an endpoint with what was to be sent to it. */
export function DeleteEndpointDialog({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  return (
    <FormDialog
      title="Delete this endpoint?"
      submitLabel="Delete endpoint"
      color="error"
      done="The endpoint was deleted."
      onClose={onClose}
      next="/webhook-endpoints"
      onSubmit={() =>
        dataOf(
          client.DELETE("/api/v1/webhooks/endpoints/{id}", {
            params: { path: { id: endpoint.id }, header: ifMatch(endpoint) },
          }),
        )
      }
    >
      <Typography sx={{ overflowWrap: "anywhere" }}>
        Nothing is sent to {endpoint.url} any more, also not what is waiting. This cannot be undone.
      </Typography>
    </FormDialog>
  );
}

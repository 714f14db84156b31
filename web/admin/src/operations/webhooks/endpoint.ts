import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ifMatch } from "../../api/data-provider.ts";
import type { Attempt } from "../../shared/use-conflict.tsx";

export type Endpoint = Schema<"WebhookEndpoint">;
export type EndpointPatch = Schema<"WebhookEndpointPatch">;

/** What its fields are called. */
export const ENDPOINT_LABELS = {
  url: "URL",
  description: "Description",
  event_types: "Events",
  status: "Status",
};

/** Changes the endpoint as it was on the screen. */
export function changeEndpoint(seen: Pick<Endpoint, "id" | "version">, body: EndpointPatch) {
  return dataOf(
    client.PATCH("/api/v1/webhooks/endpoints/{id}", {
      params: { path: { id: seen.id }, header: ifMatch(seen) },
      body,
    }),
  );
}

/** How to go on when somebody else changed the endpoint meanwhile. */
export function endpointVersions(endpoint: Endpoint, mine: EndpointPatch): Omit<Attempt, "take"> {
  const { id } = endpoint;
  return {
    base: editable(endpoint),
    mine: { ...mine },
    async read() {
      const newest = await dataOf(
        client.GET("/api/v1/webhooks/endpoints/{id}", { params: { path: { id } } }),
      );
      return { ...editable(newest), version: newest.version };
    },
    async save(changes, { version }) {
      await changeEndpoint({ id, version: Number(version) }, changes);
    },
  };
}

function editable({ url, description, event_types, status }: Endpoint) {
  return { url, description, event_types, status };
}

import { useGetOne } from "react-admin";
import type { Endpoint } from "../webhooks/endpoint.ts";

/** Where an endpoint is; its id until that is known, or when it is gone. */
export function EndpointUrl({ id }: { id: string }) {
  const { data } = useGetOne<Endpoint>("webhook-endpoints", { id }, { retry: false });
  return <span style={{ overflowWrap: "anywhere" }}>{data?.url ?? id}</span>;
}

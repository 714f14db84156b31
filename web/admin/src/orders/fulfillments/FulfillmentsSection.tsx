import { Alert, Skeleton, Stack, Typography } from "@mui/material";
import { useGetList } from "react-admin";
import { Section } from "../../shared/Section.tsx";
import { problemText } from "../../shared/use-problem-notice.ts";
import type { Fulfillment, Order } from "../parts/types.ts";
import { FulfillmentCard } from "./FulfillmentCard.tsx";

/** The parcels of an order. */
export function FulfillmentsSection({ order }: { order: Order }) {
  const { data, error } = useGetList<Fulfillment>("fulfillments", {
    filter: { order_id: order.id },
    pagination: { page: 1, perPage: 100 },
    sort: { field: "created_at", order: "ASC" },
  });
  return (
    <Section title="Fulfillments">
      {error && <Alert severity="error">{problemText(error)}</Alert>}
      {!data && !error && <Skeleton variant="rounded" height={40} />}
      {data?.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          Nothing was put together yet. “Fulfil” makes a parcel of some or all units.
        </Typography>
      )}
      <Stack spacing={2}>
        {data?.map((fulfillment, index) => (
          <FulfillmentCard key={fulfillment.id} number={index + 1} fulfillment={fulfillment} />
        ))}
      </Stack>
    </Section>
  );
}

import { Alert, Skeleton, Stack, Typography } from "@mui/material";
import { useGetList } from "react-admin";
import { Section } from "../../shared/Section.tsx";
import { problemText } from "../../shared/use-problem-notice.ts";
import type { Order, Return } from "../parts/types.ts";
import { ReturnCard } from "./ReturnCard.tsx";

/** What of an order comes back. */
export function ReturnsSection({ order }: { order: Order }) {
  const { data, error } = useGetList<Return>("returns", {
    filter: { order_id: order.id },
    pagination: { page: 1, perPage: 100 },
    sort: { field: "created_at", order: "ASC" },
  });
  return (
    <Section title="Returns">
      {error && <Alert severity="error">{problemText(error)}</Alert>}
      {!data && !error && <Skeleton variant="rounded" height={24} />}
      {data?.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          No returns. Customers ask for them on the order's page; “Return” does it for them.
        </Typography>
      )}
      <Stack spacing={2}>
        {data?.map((each) => (
          <ReturnCard key={each.id} item={each} />
        ))}
      </Stack>
    </Section>
  );
}

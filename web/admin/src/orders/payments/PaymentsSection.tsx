import { Alert, Skeleton, Stack, Typography } from "@mui/material";
import { formatMoney } from "../../shared/format.ts";
import { Section } from "../../shared/Section.tsx";
import { problemText } from "../../shared/use-problem-notice.ts";
import type { Order } from "../parts/types.ts";
import { PaymentCard } from "./PaymentCard.tsx";
import { usePayments } from "./use-payments.ts";

/** What happened to an order's money. */
export function PaymentsSection({ order }: { order: Order }) {
  const { data, error } = usePayments(order.id);
  const credits = order.payments.filter(({ purpose }) => purpose === "credit");
  return (
    <Section title="Money">
      {error && <Alert severity="error">{problemText(error)}</Alert>}
      {!data && !error && <Skeleton variant="rounded" height={220} />}
      {data?.length === 0 && credits.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          No payment was started yet.
        </Typography>
      )}
      {credits.map((credit) => (
        <Typography key={credit.id} variant="body2" sx={{ mb: 1 }}>
          {formatMoney(credit.captured)} came from the order that this one was exchanged for.
        </Typography>
      ))}
      <Stack spacing={2.5}>
        {data?.map((payment) => (
          <PaymentCard key={payment.id} payment={payment} order={order} />
        ))}
      </Stack>
    </Section>
  );
}

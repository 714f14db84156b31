import { Box, Link, Stack, Typography } from "@mui/material";
import { Link as RouterLink } from "react-router-dom";
import { StatusChip } from "../../shared/StatusField.tsx";
import type { Order, Payment } from "../parts/types.ts";
import { DisputeNotices } from "./DisputeNotices.tsx";
import { Ledger } from "./Ledger.tsx";
import { methodText } from "./method-text.ts";
import { PaymentSteps } from "./PaymentSteps.tsx";
import { PaymentSums } from "./PaymentSums.tsx";
import { RefundsTable } from "./RefundsTable.tsx";

/** One payment of an order: its sums, its ledger, its refunds and disputes. */
export function PaymentCard({ payment, order }: { payment: Payment; order: Order }) {
  return (
    <Box component="article" sx={{ borderTop: 1, borderColor: "divider", pt: 1.5 }}>
      <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", gap: 1, alignItems: "center", mb: 1 }}>
        <Typography variant="subtitle2" component="h3">
          <Link component={RouterLink} state={{ _scrollToTop: true }} to={`/payments/${payment.id}/show`}>
            {payment.purpose === "order" ? "Payment" : "Payment of a difference"}
          </Link>
        </Typography>
        <StatusChip status={payment.status} />
        <Typography variant="body2" color="text.secondary">
          {methodText(payment)}
        </Typography>
      </Stack>
      <Stack spacing={1.5}>
        <PaymentSums payment={payment} />
        <DisputeNotices payment={payment} />
        <Ledger payment={payment} />
        <RefundsTable refunds={payment.refunds} />
        <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", gap: 1 }}>
          <PaymentSteps payment={payment} order={order} />
        </Stack>
      </Stack>
    </Box>
  );
}

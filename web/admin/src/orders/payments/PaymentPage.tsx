import { Typography } from "@mui/material";
import { useGetOne } from "react-admin";
import { formatTime } from "../../shared/format.ts";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { OrderLink } from "../parts/OrderLink.tsx";
import type { Order, Payment } from "../parts/types.ts";
import { DisputeNotices } from "./DisputeNotices.tsx";
import { Ledger } from "./Ledger.tsx";
import { methodText } from "./method-text.ts";
import { PaymentSteps } from "./PaymentSteps.tsx";
import { PaymentSums } from "./PaymentSums.tsx";
import { RefundsTable } from "./RefundsTable.tsx";

/** A payment with its ledger. */
export default function PaymentPage() {
  return (
    <RecordPage<Payment>
      list={{ to: "/payments", label: "Payments" }}
      title={({ order_number: number }) => `Payment of order ${number}`}
      aside={({ status }) => <StatusChip status={status} />}
      actions={(payment) => <Steps payment={payment} />}
    >
      {(payment) => (
        <>
          <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: "anywhere" }}>
            {formatTime(payment.created_at)} ·{" "}
            <OrderLink id={payment.order_id} number={payment.order_number} />{" "}
            {[methodText(payment), payment.provider_ref ?? "not at Stripe yet"]
              .filter(Boolean)
              .map((part) => `· ${part}`)
              .join(" ")}
          </Typography>
          <DisputeNotices payment={payment} />
          <Section title="Sums">
            <PaymentSums payment={payment} />
          </Section>
          <Section title="Ledger" intro="Everything that the money did. Entries are added, never changed.">
            {payment.transactions.length === 0 && <Typography variant="body2">Nothing yet.</Typography>}
            <Ledger payment={payment} />
          </Section>
          <Section title="Refunds">
            {payment.refunds.length === 0 && (
              <Typography variant="body2" color="text.secondary">
                Nothing was given back.
              </Typography>
            )}
            <RefundsTable refunds={payment.refunds} />
          </Section>
        </>
      )}
    </RecordPage>
  );
}

function Steps({ payment }: { payment: Payment }) {
  const { data: order } = useGetOne<Order>("orders", { id: payment.order_id });
  return order ? <PaymentSteps payment={payment} order={order} /> : null;
}

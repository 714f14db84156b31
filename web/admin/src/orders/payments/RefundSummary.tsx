import { Alert } from "@mui/material";
import { formatMoney } from "../../shared/format.ts";
import type { Payment } from "../parts/types.ts";
import { methodText } from "./method-text.ts";
import type { PlannedRefund } from "./refund-values.ts";

/** What will go back, where to, and what is left then. */
export function RefundSummary({ payment, refund }: { payment: Payment; refund: PlannedRefund }) {
  const { refundable } = payment;
  const money = (amount: number) => formatMoney({ amount, currency: refundable.currency });
  if (refund.problem) return <Alert severity="warning">{refund.problem}</Alert>;
  return (
    <Alert severity="info" aria-live="polite">
      <strong>{money(refund.amount)}</strong> goes back to {methodText(payment) || "the customer"}.{" "}
      {money(refundable.amount - refund.amount)} of the payment is left then.
    </Alert>
  );
}

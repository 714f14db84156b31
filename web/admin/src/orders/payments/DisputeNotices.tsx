import { Alert } from "@mui/material";
import { formatMoney, formatTime, inWords } from "../../shared/format.ts";
import type { Payment } from "../parts/types.ts";

/** What the customer's bank disputes. */
export function DisputeNotices({ payment }: { payment: Payment }) {
  return payment.disputes.map((dispute) => (
    <Alert key={dispute.id} severity={dispute.status === "won" ? "info" : "error"}>
      Dispute of {formatMoney(dispute.amount)}: {inWords(dispute.reason).toLowerCase()},{" "}
      {inWords(dispute.status).toLowerCase()}.
      {dispute.evidence_due_by &&
        ` Evidence is due by ${formatTime(dispute.evidence_due_by)}, in Stripe's dashboard.`}
    </Alert>
  ));
}

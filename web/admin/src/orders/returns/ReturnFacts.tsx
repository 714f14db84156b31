import { Link } from "@mui/material";
import { Link as RouterLink } from "react-router-dom";
import { Facts } from "../../shared/Facts.tsx";
import { formatMoney, inWords } from "../../shared/format.ts";
import type { Return } from "../parts/types.ts";

/** What was said of a return, and what became of the money. */
export function ReturnFacts({ item }: { item: Return }) {
  return (
    <Facts
      items={[
        ["Requested by", item.requested_by === "customer" ? "The customer" : "Staff"],
        ["Wanted", item.wants_exchange ? "Something else instead" : "The money"],
        ["Reason", item.reason],
        ["Rejected because", item.rejection_reason],
        ["Instructions", item.instructions],
        ["Label", item.label],
        ["Given back", item.refund_amount && formatMoney(item.refund_amount)],
        ["Refunds", item.refunds.map(refundText).join(", ")],
        [
          "Exchanged for",
          item.exchange_order_id && (
            <Link
              component={RouterLink}
              state={{ _scrollToTop: true }}
              to={`/orders/${item.exchange_order_id}/show`}
            >
              the new order
            </Link>
          ),
        ],
      ]}
    />
  );
}

function refundText({ amount, status, failure_reason: failure }: Return["refunds"][number]): string {
  return `${formatMoney(amount)} ${inWords(status).toLowerCase()}${failure ? ` (${failure})` : ""}`;
}

import { Box, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import { formatMoney, formatTime, inWords } from "../../shared/format.ts";
import { StatusChip } from "../../shared/StatusField.tsx";
import type { Payment } from "../parts/types.ts";
import { countUnits, unitsText } from "../parts/units.ts";

/** What was given back, or is on its way. */
export function RefundsTable({ refunds }: { refunds: Payment["refunds"] }) {
  if (refunds.length === 0) return null;
  return (
    <Box sx={{ overflowX: "auto" }}>
      <Table size="small" aria-label="Refunds">
        <TableHead>
          <TableRow>
            <TableCell>Refund</TableCell>
            <TableCell>State</TableCell>
            <TableCell align="right">Amount</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {refunds.map((refund) => (
            <TableRow key={refund.id}>
              <TableCell>
                {formatTime(refund.created_at)} · {whyOf(refund)}
              </TableCell>
              <TableCell>
                <StatusChip status={refund.status} />
              </TableCell>
              <TableCell align="right" sx={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>
                {formatMoney(refund.amount)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

const SOURCES: Readonly<Record<Payment["refunds"][number]["source"], string>> = {
  staff: "by staff",
  cancellation: "for a cancellation",
  edit: "for an edit",
  return: "for a return",
  late: "paid too late",
  provider: "in Stripe's dashboard",
};

function whyOf({
  source,
  reason,
  line_items: lines,
  failure_reason: failure,
}: Payment["refunds"][number]): string {
  return [
    SOURCES[source],
    reason && inWords(reason),
    lines.length > 0 && unitsText(countUnits(lines)),
    failure && `failed: ${failure}`,
  ]
    .filter(Boolean)
    .join(" · ");
}

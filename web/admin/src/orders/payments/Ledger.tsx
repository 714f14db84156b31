import { Box, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import { formatMoney, formatTime, inWords } from "../../shared/format.ts";
import type { Payment } from "../parts/types.ts";

const quiet = { color: "text.secondary", display: { xs: "none", sm: "table-cell" } } as const;

/** Everything that a payment's money did, oldest first. */
export function Ledger({ payment }: { payment: Payment }) {
  if (payment.transactions.length === 0) return null;
  return (
    <Box sx={{ overflowX: "auto" }}>
      <Table size="small" aria-label="Ledger">
        <TableHead>
          <TableRow>
            <TableCell>When</TableCell>
            <TableCell>What</TableCell>
            <TableCell sx={quiet}>At Stripe</TableCell>
            <TableCell align="right">Amount</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {payment.transactions.map((entry) => (
            <TableRow key={entry.id}>
              <TableCell sx={{ whiteSpace: { sm: "nowrap" } }}>{formatTime(entry.occurred_at)}</TableCell>
              <TableCell>
                {inWords(entry.kind)}
                {entry.detail && `: ${inWords(entry.detail).toLowerCase()}`}
              </TableCell>
              <TableCell sx={{ ...quiet, fontSize: "0.75rem", overflowWrap: "anywhere" }}>
                {entry.provider_ref}
              </TableCell>
              <TableCell align="right" sx={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>
                {formatMoney(entry.amount)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

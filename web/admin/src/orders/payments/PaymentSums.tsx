import { Box, Typography } from "@mui/material";
import { formatMoney, type Money } from "../../shared/format.ts";
import type { Payment } from "../parts/types.ts";

/** The sums of a payment's ledger, those that matter. */
export function PaymentSums({ payment }: { payment: Payment }) {
  const sums: [label: string, amount: Money | undefined, isAlways?: boolean][] = [
    ["Asked for", payment.amount, true],
    ["Authorised", payment.capture_method === "manual" ? payment.authorized : undefined],
    ["Captured", payment.captured, true],
    ["Refunded", payment.refunded],
    ["Being refunded", payment.refunding],
    ["Disputed", payment.disputed],
    ["Fee", payment.fee ?? undefined],
    ["Can be refunded", payment.refundable, true],
  ];
  return (
    <Box component="dl" sx={{ display: "flex", flexWrap: "wrap", columnGap: 3, rowGap: 1, m: 0 }}>
      {sums
        .filter((entry): entry is [string, Money, boolean?] => entry[1] !== undefined)
        .filter(([, { amount }, isAlways]) => isAlways || amount !== 0)
        .map(([label, amount]) => (
          <div key={label}>
            <Typography component="dt" variant="caption" color="text.secondary">
              {label}
            </Typography>
            <Typography
              component="dd"
              variant="body2"
              sx={{ m: 0, fontVariantNumeric: "tabular-nums", fontWeight: 500 }}
            >
              {formatMoney(amount)}
            </Typography>
          </div>
        ))}
    </Box>
  );
}

import { Alert, Stack, Typography } from "@mui/material";
import { Facts } from "../../shared/Facts.tsx";
import { formatMoney } from "../../shared/format.ts";
import type { DraftOrder } from "../parts/types.ts";

/** What a draft costs as it was saved last, and what stands in the way of sending it. */
export function DraftTotals({
  draft: { totals, problems, status, prices_include_tax: isIncluded },
}: {
  draft: DraftOrder;
}) {
  return (
    <Stack spacing={1.5}>
      {totals ? (
        <Facts
          items={[
            ["Subtotal", formatMoney(totals.subtotal)],
            ["Shipping", formatMoney(totals.shipping)],
            ["Tax", isIncluded ? `${formatMoney(totals.tax_included)} (included)` : formatMoney(totals.tax)],
            ["Total", <strong key="total">{formatMoney(totals.total)}</strong>],
          ]}
        />
      ) : (
        <Typography variant="body2" color="text.secondary">
          It is priced once it has items.
        </Typography>
      )}
      {status === "open" &&
        problems.map(({ pointer, message }) => (
          <Alert key={pointer} severity="warning">
            {message}
          </Alert>
        ))}
    </Stack>
  );
}

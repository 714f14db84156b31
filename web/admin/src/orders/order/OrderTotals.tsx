import { Box, Typography } from "@mui/material";
import { formatMoney, type Money } from "../../shared/format.ts";
import type { Order } from "../parts/types.ts";

/** What an order costs, down to each tax. */
export function OrderTotals({ order }: { order: Order }) {
  const { totals, shipping_option: shipping } = order;
  return (
    <Box
      component="dl"
      sx={{
        display: "grid",
        gridTemplateColumns: "1fr auto",
        rowGap: 0.5,
        columnGap: 3,
        mt: 2,
        mb: 0,
        ml: "auto",
        maxWidth: 420,
      }}
    >
      <Row label="Subtotal" amount={totals.subtotal} />
      {totals.discount.amount > 0 && (
        <Row label="Discount" amount={{ ...totals.discount, amount: -totals.discount.amount }} />
      )}
      <Row label={shipping ? `Shipping (${shipping.name})` : "Shipping"} amount={totals.shipping} />
      {order.tax_lines.map((tax, index) => (
        <Row
          key={index}
          label={`${tax.name} ${tax.rate_ppm / 10_000} %${order.prices_include_tax ? ", included" : ""}`}
          amount={tax.amount}
        />
      ))}
      <Row label="Total" amount={totals.total} isStrong />
    </Box>
  );
}

function Row({ label, amount, isStrong = false }: { label: string; amount: Money; isStrong?: boolean }) {
  const weight = isStrong ? 600 : 400;
  return (
    <>
      <Typography
        component="dt"
        variant="body2"
        color={isStrong ? "text.primary" : "text.secondary"}
        sx={{ fontWeight: weight }}
      >
        {label}
      </Typography>
      <Typography
        component="dd"
        variant="body2"
        sx={{ m: 0, textAlign: "right", fontVariantNumeric: "tabular-nums", fontWeight: weight }}
      >
        {formatMoney(amount)}
      </Typography>
    </>
  );
}

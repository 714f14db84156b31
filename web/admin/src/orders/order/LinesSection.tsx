import { Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { formatMoney } from "../../shared/format.ts";
import { Section } from "../../shared/Section.tsx";
import { useMay } from "../../shared/use-may.ts";
import { LineTitle } from "../parts/LineTitle.tsx";
import type { Order, OrderLine } from "../parts/types.ts";
import { ExplanationButton } from "./ExplanationDialog.tsx";
import { OrderTotals } from "./OrderTotals.tsx";

/** What was ordered, how far each line has got, and what all of it costs. */
export function LinesSection({ order }: { order: Order }) {
  return (
    <Section title="Items" actions={<ExplanationButton orderId={order.id} />}>
      <Table size="small" sx={{ "& td, & th": { px: { xs: 0.5, sm: 1 }, verticalAlign: "top" } }}>
        <TableHead>
          <TableRow>
            <TableCell>Item</TableCell>
            <TableCell align="right">Quantity</TableCell>
            <TableCell align="right" sx={{ display: { xs: "none", sm: "table-cell" } }}>
              Price
            </TableCell>
            <TableCell align="right">Total</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {order.line_items.map((line) => (
            <LineRow key={line.id} line={line} />
          ))}
        </TableBody>
      </Table>
      <OrderTotals order={order} />
    </Section>
  );
}

function LineRow({ line }: { line: OrderLine }) {
  const maySeeProducts = useMay("product:manage");
  return (
    <TableRow>
      <TableCell sx={{ minWidth: 0 }}>
        <LineTitle line={line} to={maySeeProducts ? `/products/${line.product_id}` : undefined} hasPicture>
          <Typography variant="caption" component="div" color="text.secondary">
            {progressOf(line)}
          </Typography>
          {line.note && (
            <Typography variant="caption" component="div">
              “{line.note}”
            </Typography>
          )}
        </LineTitle>
      </TableCell>
      <TableCell align="right" sx={{ fontVariantNumeric: "tabular-nums" }}>
        {line.quantity}
      </TableCell>
      <TableCell
        align="right"
        sx={{ display: { xs: "none", sm: "table-cell" }, fontVariantNumeric: "tabular-nums" }}
      >
        {formatMoney(line.unit_price)}
        {line.discount.amount > 0 && (
          <Typography variant="caption" component="div" color="text.secondary">
            −{formatMoney(line.discount)} discount
          </Typography>
        )}
      </TableCell>
      <TableCell align="right" sx={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>
        {formatMoney(line.total)}
      </TableCell>
    </TableRow>
  );
}

/** `2 shipped · 1 refunded`: only what has happened. */
function progressOf(line: OrderLine): string {
  const counts: [number, string][] = [
    [line.fulfilled_quantity, "in fulfillments"],
    [line.shipped_quantity, "shipped"],
    [line.delivered_quantity, "delivered"],
    [line.returning_quantity, "in returns"],
    [line.returned_quantity, "returned"],
    [line.refunded_quantity, "refunded"],
    [line.removed_quantity, "taken out"],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(" · ");
}

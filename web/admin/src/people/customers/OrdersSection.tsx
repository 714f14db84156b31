import {
  Link as MuiLink,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { Link } from "react-router-dom";
import type { Schema } from "../../../../../client/index.ts";
import { formatMoney } from "../../shared/format.ts";
import { LatestSection } from "../../shared/LatestSection.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import type { Customer } from "./customer.ts";
import { spentText } from "./spent.ts";

type Order = Schema<"Order">;

/** What the customer ordered last. */
export function OrdersSection({ customer }: { customer: Customer }) {
  return (
    <LatestSection<Order>
      title="Orders"
      resource="orders"
      filter={{ customer_id: customer.id }}
      all="All orders"
      empty="No orders yet."
      height={200}
    >
      {(orders, hasMore) => (
        <Stack spacing={1.5}>
          <Typography variant="body2">{spentText(orders, hasMore)}</Typography>
          <OrderTable orders={orders} />
        </Stack>
      )}
    </LatestSection>
  );
}

function OrderTable({ orders }: { orders: readonly Order[] }) {
  return (
    <TableContainer>
      <Table size="small" aria-label="Orders">
        <TableHead>
          <TableRow>
            <TableCell>Order</TableCell>
            <TableCell>Placed</TableCell>
            <TableCell>Status</TableCell>
            <TableCell align="right">Total</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {orders.map((order) => (
            <TableRow key={order.id}>
              <TableCell>
                <MuiLink component={Link} to={`/orders/${order.id}/show`} sx={{ whiteSpace: "nowrap" }}>
                  {order.number}
                </MuiLink>
              </TableCell>
              <TableCell>
                <Time at={order.placed_at} />
              </TableCell>
              <TableCell>
                <Stack direction="row" useFlexGap spacing={0.5} sx={{ flexWrap: "wrap" }}>
                  <StatusChip status={order.status} />
                  <StatusChip status={order.payment_status} />
                </Stack>
              </TableCell>
              <TableCell align="right" sx={{ whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" }}>
                {formatMoney(order.totals.total)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

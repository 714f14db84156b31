import {
  Link as MuiLink,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
} from "@mui/material";
import { Link } from "react-router-dom";
import type { Schema } from "../../../../../client/index.ts";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { LocationName } from "../LocationName.tsx";

/** Units that an order holds. */
export type Reservation = Schema<"StockReservation">;

/** Reservations of one variant. */
export function ReservationTable({ reservations }: { reservations: readonly Reservation[] }) {
  return (
    <TableContainer>
      <Table size="small" aria-label="Reservations" sx={{ fontVariantNumeric: "tabular-nums" }}>
        <TableHead>
          <TableRow>
            <TableCell>Order</TableCell>
            <TableCell>Status</TableCell>
            <TableCell>Location</TableCell>
            <TableCell align="right">Quantity</TableCell>
            <TableCell>Since</TableCell>
            <TableCell>Until</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {reservations.map((reservation) => (
            <TableRow key={reservation.id}>
              <TableCell>
                <OrderLink reservation={reservation} />
              </TableCell>
              <TableCell>
                {reservation.order_status && <StatusChip status={reservation.order_status} />}
              </TableCell>
              <TableCell>
                <LocationName id={reservation.location_id} />
              </TableCell>
              <TableCell align="right">{reservation.quantity.toLocaleString()}</TableCell>
              <TableCell>
                <Time at={reservation.created_at} />
              </TableCell>
              <TableCell>
                <Time at={reservation.expires_at} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

/** The order that holds the units. */
export function OrderLink({ reservation }: { reservation: Reservation }) {
  const { order_id: id, order_number: number } = reservation;
  return (
    <MuiLink component={Link} to={`/orders/${id}/show`} sx={{ whiteSpace: "nowrap" }}>
      {number ?? "Order"}
    </MuiLink>
  );
}

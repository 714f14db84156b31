import { Stack, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from "@mui/material";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { formatMoney } from "../../shared/format.ts";
import { StatusChip } from "../../shared/StatusField.tsx";
import { useMay } from "../../shared/use-may.ts";
import { DeleteRateDialog } from "./DeleteRateDialog.tsx";
import type { Rate } from "./rate.ts";
import { RateDialog } from "./RateDialog.tsx";
import type { Zone } from "./zone.ts";

/** The rates of a zone, in the order in which shoppers see them. */
export function RateTable({ zone }: { zone: Zone }) {
  const mayChange = useMay("system:admin");
  if (zone.rates.length === 0) return <>No rates yet: nothing is shipped here.</>;
  const rates = zone.rates.toSorted((a, b) => a.position - b.position);
  return (
    <TableContainer tabIndex={0}>
      <Table size="small" aria-label={`Rates of ${zone.name}`}>
        <TableHead>
          <TableRow>
            <TableCell>Rate</TableCell>
            <TableCell align="right">Price</TableCell>
            <TableCell align="right">Free from</TableCell>
            <TableCell>Weight</TableCell>
            <TableCell>Subtotal</TableCell>
            <TableCell>Delivery</TableCell>
            <TableCell>Tax class</TableCell>
            <TableCell>State</TableCell>
            {mayChange && <TableCell aria-label="Actions" />}
          </TableRow>
        </TableHead>
        <TableBody>
          {rates.map((rate) => (
            <TableRow key={rate.id} hover>
              <TableCell component="th" scope="row">
                {rate.name}
              </TableCell>
              <TableCell align="right">{formatMoney(rate.price)}</TableCell>
              <TableCell align="right">{rate.free_from ? formatMoney(rate.free_from) : "–"}</TableCell>
              <TableCell>{weightOf(rate)}</TableCell>
              <TableCell>{subtotalOf(rate)}</TableCell>
              <TableCell>
                {rate.delivery ? `${rate.delivery.min_days}–${rate.delivery.max_days} days` : "–"}
              </TableCell>
              <TableCell>{rate.tax_class}</TableCell>
              <TableCell>
                <StatusChip status={rate.active ? "active" : "not_offered"} />
              </TableCell>
              {mayChange && (
                <TableCell align="right">
                  <Actions zone={zone} rate={rate} />
                </TableCell>
              )}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

function Actions({ zone, rate }: { zone: Zone; rate: Rate }) {
  return (
    <Stack direction="row" sx={{ justifyContent: "flex-end" }}>
      <DialogButton label="Edit" size="small" aria-label={`Edit ${rate.name}`}>
        {(close) => <RateDialog zone={zone} rate={rate} onClose={close} />}
      </DialogButton>
      <DialogButton label="Delete" size="small" color="error" aria-label={`Delete ${rate.name}`}>
        {(close) => <DeleteRateDialog rate={rate} onClose={close} />}
      </DialogButton>
    </Stack>
  );
}

function weightOf({ min_weight_grams: from, max_weight_grams: below }: Rate): string {
  return range(from > 0 ? kilograms(from) : undefined, below === undefined ? undefined : kilograms(below));
}

function subtotalOf({ min_subtotal: from, max_subtotal: below }: Rate): string {
  return range(from.amount > 0 ? formatMoney(from) : undefined, below && formatMoney(below));
}

function range(from: string | undefined, below: string | undefined): string {
  if (from === undefined && below === undefined) return "Any";
  return [from && `from ${from}`, below && `below ${below}`].filter(Boolean).join(" ");
}

function kilograms(grams: number): string {
  return new Intl.NumberFormat(undefined, {
    style: "unit",
    unit: "kilogram",
    maximumFractionDigits: 3,
  }).format(grams / 1_000);
}

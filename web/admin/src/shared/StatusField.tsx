import { Chip, type ChipProps } from "@mui/material";
import { type FieldProps, useFieldValue } from "react-admin";
import { inWords } from "./format.ts";

const COLORS: Readonly<Record<string, ChipProps["color"]>> = {
  ...group(
    "success",
    "paid succeeded delivered completed fulfilled active enabled sent refunded in_stock verified done",
  ),
  ...group(
    "info",
    "confirmed processing shipped authorized running approved received copying closing verifying replayed sending queued",
  ),
  ...group(
    "warning",
    "pending_payment unpaid unfulfilled partially_fulfilled partially_refunded requested pending requires_action low_stock draft deactivated requires_payment_method suppressed partially_returned",
  ),
  ...group(
    "error",
    "payment_failed disputed failed out_of_stock disabled bounced complained rejected open revoked",
  ),
};

function group(color: ChipProps["color"], names: string): Record<string, ChipProps["color"]> {
  return Object.fromEntries(names.split(" ").map((name) => [name, color]));
}

/** A state as a chip: the word says it, the colour only helps. */
export function StatusChip({ status }: { status: string }) {
  return <Chip size="small" variant="outlined" color={COLORS[status] ?? "default"} label={inWords(status)} />;
}

export function StatusField(props: FieldProps) {
  const status = useFieldValue(props) as string | null | undefined;
  return status ? <StatusChip status={status} /> : null;
}

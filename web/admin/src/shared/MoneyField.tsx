import { type FieldProps, useFieldValue } from "react-admin";
import { formatMoney, type Money } from "./format.ts";

/** An amount of money in a list or on a page, right-aligned digits. */
export function MoneyField(props: FieldProps) {
  const value = useFieldValue(props) as Money | null | undefined;
  return (
    <span style={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>
      {value ? formatMoney(value) : "–"}
    </span>
  );
}

MoneyField.textAlign = "right";

import { InputAdornment } from "@mui/material";
import { TextInput } from "react-admin";
import { formatMoney, type Money, toMinor } from "../../shared/format.ts";

interface Props {
  source: string;
  label: string;
  /** No more than this. */
  most: Money;
  /** Whether nothing at all is an amount, too. */
  allowsZero?: boolean;
  isRequired?: boolean;
}

/** An amount in the units that people write: 19.99. */
export function AmountInput({ source, label, most, allowsZero = false, isRequired = true }: Props) {
  const validate = (value: string | null | undefined) => amountProblem(value, most, allowsZero, isRequired);
  return (
    <TextInput
      source={source}
      label={label}
      validate={validate}
      helperText={`At most ${formatMoney(most)}`}
      slotProps={{
        htmlInput: { inputMode: "decimal", autoComplete: "off" },
        input: { startAdornment: <InputAdornment position="start">{most.currency}</InputAdornment> },
      }}
    />
  );
}

function amountProblem(
  value: string | null | undefined,
  most: Money,
  allowsZero: boolean,
  isRequired: boolean,
): string | undefined {
  if (value === undefined || value === null || value === "") {
    return isRequired ? "Enter an amount." : undefined;
  }
  const amount = toMinor(value, most.currency);
  if (amount === undefined || amount < 0) return `This is no amount of ${most.currency}.`;
  if (amount === 0 && !allowsZero) return "Enter more than nothing.";
  return amount > most.amount ? `At most ${formatMoney(most)}.` : undefined;
}

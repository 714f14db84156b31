import { MenuItem, TextField } from "@mui/material";
import { useShop } from "../../layout/use-shop.ts";

interface Props {
  label: string;
  value: string | undefined;
  onChange: (currency: string) => void;
}

/** The shop's currencies; nothing where it has only one. */
export function CurrencySelect({ label, value, onChange }: Props) {
  const currencies = useShop()?.currencies ?? [];
  const [first] = currencies;
  if (first === undefined || currencies.length < 2) return null;
  return (
    <TextField
      select
      size="small"
      label={label}
      value={value ?? first}
      onChange={(event) => onChange(event.target.value)}
      sx={{ maxWidth: 280 }}
    >
      {currencies.map((currency) => (
        <MenuItem key={currency} value={currency}>
          {currency}
        </MenuItem>
      ))}
    </TextField>
  );
}

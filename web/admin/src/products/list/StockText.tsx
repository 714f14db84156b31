import { Typography } from "@mui/material";
import type { Product } from "../edit/product.ts";

const COLORS: Readonly<Record<string, string>> = { low_stock: "warning.main", out_of_stock: "error.main" };
const WORDS: Readonly<Record<string, string>> = {
  low_stock: "low",
  out_of_stock: "sold out",
  backorder: "back-order",
};

interface Props {
  product: Product;
  /** Where no column says what is counted. */
  unit?: string;
}

/** How many units of all variants can be ordered, and whether that is little. */
export function StockText({ product: { variants, availability }, unit = "" }: Props) {
  const available = variants.reduce((sum, variant) => sum + variant.available, 0);
  const word = WORDS[availability];
  return (
    <Typography
      component="span"
      variant="body2"
      color={COLORS[availability] ?? "text.primary"}
      sx={{ whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" }}
    >
      {available.toLocaleString()}
      {unit}
      {word && ` · ${word}`}
    </Typography>
  );
}

import type { FieldErrors } from "react-hook-form";
import { messageAt } from "../edit/message-at.ts";
import type { VariantValues } from "../edit/values.ts";

/** What is wrong with a variant, as the form keeps it. */
export type RowErrors = FieldErrors<Record<string, unknown>>;

/** A column of text or numbers in the grid. */
export interface Column {
  id: string;
  label: string;
  width: number;
  isNumeric?: boolean;
  placeholder?: string;
  get(variant: VariantValues): string;
  set(variant: VariantValues, text: string): VariantValues;
}

/** The columns in which something is typed. Prices in each currency; rarer things only when asked for. */
export function columnsOf(currencies: readonly string[], isFull: boolean): Column[] {
  const rare = [fieldColumn("barcode", "Barcode", 140), fieldColumn("tax_code", "Tax code", 110)];
  return [
    { ...fieldColumn("sku", "SKU", 190), placeholder: "made for you" },
    ...currencies.flatMap((currency) => [
      priceColumn(currency, "amount", `Price ${currency}`),
      ...(isFull ? [priceColumn(currency, "compareAt", `Was ${currency}`)] : []),
    ]),
    { ...fieldColumn("weight", "Weight g", 90), isNumeric: true },
    ...(isFull ? rare : []),
  ];
}

function fieldColumn(field: "sku" | "weight" | "barcode" | "tax_code", label: string, width: number): Column {
  return {
    id: field,
    label,
    width,
    get: (variant) => variant[field],
    set: (variant, text) => ({ ...variant, [field]: text }),
  };
}

function priceColumn(currency: string, part: "amount" | "compareAt", label: string): Column {
  return {
    id: `prices.${currency}.${part}`,
    label,
    width: 105,
    isNumeric: true,
    get: ({ prices }) => prices[currency]?.[part] ?? "",
    set: (variant, text) => {
      const price = { amount: "", compareAt: "", ...variant.prices[currency], [part]: text };
      return { ...variant, prices: { ...variant.prices, [currency]: price } };
    },
  };
}

/** What is wrong in a cell. A missing price is told in the first price's cell. */
export function errorIn(
  errors: RowErrors | undefined,
  { id }: Column,
  isFirstPrice: boolean,
): string | undefined {
  const own = messageAt(errors, id.split("."));
  return own ?? (isFirstPrice ? messageAt(errors, ["price"]) : undefined);
}

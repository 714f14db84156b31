import { formatMoney } from "../../shared/format.ts";
import type { Product } from "../edit/product.ts";

/** What the variants cost, from the least to the most, in the product's first currency. */
export function priceText({ price, variants }: Product): string {
  if (!price) return "–";
  const { currency } = price;
  const amounts = variants.flatMap(({ prices }) =>
    prices.flatMap((one) => (one.currency === currency ? [one.amount] : [])),
  );
  const [least, most] = [Math.min(...amounts), Math.max(...amounts)];
  const from = formatMoney({ amount: least, currency });
  return least === most ? from : `${from} – ${formatMoney({ amount: most, currency })}`;
}

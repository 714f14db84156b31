import { type Money, money } from "../../platform/money.ts";
import { type CartState, chosenRate, quoteCart, seenTotals, shownUnitPrice } from "../cart/index.ts";

interface AboutLine {
  item_id: string;
  sku: string;
}

interface Shipping {
  id: string;
  name: string;
  price: Money;
}

/** One thing that is not any more as the shopper saw it, for the shop's front end to show. */
export type CartDifference =
  | (AboutLine & { code: "price_changed"; before: Money; after: Money })
  | (AboutLine & { code: "unavailable" | "insufficient_stock"; before: number; after: number })
  | { code: "shipping_changed"; before: Shipping | null; after: Shipping | null }
  | { code: "tax_changed" | "total_changed"; before: Money; after: Money };

/**
 * What has changed between the cart as it was remembered and as the database has it now, line by line and then in the sums.
 * Pure. A price or total that the shopper has not accepted yet counts from what they saw last.
 */
export function cartDifferences(seen: CartState, fresh: CartState): CartDifference[] {
  return [...lineDifferences(seen, fresh), ...sumDifferences(seen, fresh)];
}

function lineDifferences(seen: CartState, fresh: CartState): CartDifference[] {
  const { currency } = fresh;
  return fresh.lines.flatMap((line): CartDifference[] => {
    const about = { item_id: line.id, sku: line.variant.sku };
    if (!line.sold) return [{ code: "unavailable", ...about, before: line.quantity, after: 0 }];
    const old = seen.lines.find((each) => each.id === line.id) ?? line;
    const before = shownUnitPrice(seen, old, old.previousPrice);
    const after = shownUnitPrice(fresh, line);
    const { available } = line.variant;
    return [
      ...(before === after
        ? []
        : [
            {
              code: "price_changed" as const,
              ...about,
              before: money(before, currency),
              after: money(after, currency),
            },
          ]),
      ...(available === null || available >= line.quantity
        ? []
        : [{ code: "insufficient_stock" as const, ...about, before: line.quantity, after: available }]),
    ];
  });
}

function sumDifferences(seen: CartState, fresh: CartState): CartDifference[] {
  const { currency } = fresh;
  const [old, now] = [seenTotals(seen), quoteCart(fresh).totals];
  const [oldShipping, newShipping] = [shippingOf(seen, old.shipping), shippingOf(fresh, now.shipping)];
  const isSame = JSON.stringify(oldShipping) === JSON.stringify(newShipping);
  const sums = [
    ["tax_changed", old.tax + old.taxIncluded, now.tax + now.taxIncluded],
    ["total_changed", old.total, now.total],
  ] as const;
  return [
    ...(isSame ? [] : [{ code: "shipping_changed" as const, before: oldShipping, after: newShipping }]),
    ...sums.flatMap(([code, before, after]) =>
      before === after ? [] : [{ code, before: money(before, currency), after: money(after, currency) }],
    ),
  ];
}

function shippingOf(cart: CartState, amount: number): Shipping | null {
  const rate = chosenRate(cart);
  if (!rate) return null;
  return { id: rate.id, name: rate.name, price: money(amount, cart.currency) };
}

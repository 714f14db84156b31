import type { Schema } from "../../../../../client/index.ts";
import { formatMoney } from "../../shared/format.ts";

type Order = Pick<Schema<"Order">, "currency" | "payments">;

/** What was paid and not given back, a sum a currency: "Spent €59.97 and $10.00 in 3 orders". */
export function spentText(orders: readonly Order[], hasMore: boolean): string {
  const sums = new Map<string, number>();
  for (const { currency, payments } of orders) {
    for (const { captured, refunded } of payments) {
      sums.set(currency, (sums.get(currency) ?? 0) + captured.amount - refunded.amount);
    }
  }
  const amounts = [...sums].filter(([, amount]) => amount > 0);
  const spent =
    amounts.map(([currency, amount]) => formatMoney({ amount, currency })).join(" and ") || "Nothing";
  const count = orders.length === 1 ? "1 order" : `${orders.length} orders`;
  return `${spent} spent in ${hasMore ? `the last ${count}` : count}, refunds taken off.`;
}

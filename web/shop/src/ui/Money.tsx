import { type Amount, formatMoney } from "./money.ts";

/** An amount in its currency. */
export function Money({ value }: { value: Amount }) {
  return <span class="money">{formatMoney(value)}</span>;
}

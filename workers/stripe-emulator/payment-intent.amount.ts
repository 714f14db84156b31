import { MAXIMUM_AMOUNT, formatAmount, minimumAmount } from "./money.ts";
import { invalid } from "./wire.refusal.ts";

/** @throws Refusal amount_too_small, amount_too_large */
export function checkAmount(amount: number, currency: string): void {
  const minimum = minimumAmount(currency);
  if (amount < minimum) {
    const message = `Amount must be at least ${formatAmount(minimum, currency)} ${currency}`;
    throw invalid(message, { code: "amount_too_small", param: "amount" });
  }
  if (amount > MAXIMUM_AMOUNT) {
    const message = `Amount must be no more than ${formatAmount(MAXIMUM_AMOUNT, currency)}`;
    throw invalid(message, { code: "amount_too_large", param: "amount" });
  }
}

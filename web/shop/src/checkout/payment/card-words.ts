import type { Schema } from "../../api.ts";

const BRANDS: Record<string, string> = {
  visa: "Visa",
  mastercard: "Mastercard",
  amex: "American Express",
  discover: "Discover",
  diners: "Diners Club",
  jcb: "JCB",
  unionpay: "UnionPay",
};

/** A saved payment method in words: `Visa ending in 4242, valid until 04/2030`. */
export function cardWords({
  type,
  brand,
  last4,
  exp_month: month,
  exp_year: year,
}: Schema<"SavedPaymentMethod">): string {
  const name = BRANDS[brand ?? ""] ?? brand ?? type.replaceAll("_", " ");
  const ending = last4 === undefined ? "" : ` ending in ${last4}`;
  const until =
    month === undefined || year === undefined
      ? ""
      : `, valid until ${String(month).padStart(2, "0")}/${year}`;
  return `${name}${ending}${until}`;
}

import { invalidInput } from "../../platform/errors.ts";
import type { AmountInput } from "./payments.schema.ts";

/** An amount of a request in minor units. @throws request.invalid for a Money of another currency than the payment's */
export function minorUnitsOf(input: AmountInput, currency: string): number {
  if (typeof input === "number") return input;
  if (input.currency === currency) return input.amount;
  throw invalidInput("The amount is in another currency than the payment.", {
    errors: [{ pointer: "#/amount/currency", code: "invalid_currency", message: `must be ${currency}` }],
  });
}

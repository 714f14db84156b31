import type { Execution } from "./account.execution.ts";
import { type METHOD_SHAPE, methodOfToken } from "./payment-method.resolve.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import type { Parsed } from "./wire.params.ts";

/** POST /v1/payment_methods: a PaymentMethod for a card's token, which belongs to nobody yet. */
export function createPaymentMethod({ work }: Execution, params: Parsed<typeof METHOD_SHAPE>): Outcome {
  return ok(methodOfToken(work, params, "card[token]").method);
}

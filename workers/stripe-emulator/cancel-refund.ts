import type { Execution } from "./account.execution.ts";
import { invalid } from "./wire.refusal.ts";

/**
 * POST /v1/refunds/:id/cancel: Stripe cancels only refunds in `requires_action`, which no refund to a card ever is.
 * @throws Refusal always
 */
export function cancelRefund({ work, id }: Execution): never {
  const { status } = work.get("refund", id);
  throw invalid(
    `Refund ${id} has a status of ${String(status)} and cannot be canceled. ` +
      "Only a refund with a status of requires_action can be canceled.",
  );
}

import type { Execution } from "./account.execution.ts";
import { confirmPayment } from "./confirm-payment.ts";
import { checkClientSecret } from "./payment-intent.client.ts";
import { confirmationOf, requireMethod, requireReturnUrl } from "./payment-intent.confirmation.ts";
import type { ConfirmParams } from "./payment-intent.params.ts";
import { CONFIRMABLE, requireStatus } from "./payment-intent.refusals.ts";
import { shippingOf } from "./payment-intent.shipping.ts";
import { idOf } from "./account.kinds.ts";
import { existingMethod, resolveMethod } from "./payment-method.resolve.ts";
import { requireUsable } from "./payment-method.usable.ts";
import type { Outcome } from "./wire.outcome.ts";

/** POST /v1/payment_intents/:id/confirm: pays with the given payment method, or with the one it has. */
export function confirmPaymentIntent({ work, call, access, id }: Execution, params: ConfirmParams): Outcome {
  const { intent: before, card } = work.payment(id);
  checkClientSecret(before, params.client_secret, access);
  requireStatus(before, CONFIRMABLE, "confirmed");
  const current = idOf(before.payment_method);
  const given = resolveMethod(work, params) ?? (current === null ? undefined : existingMethod(work, current));
  const used = requireMethod(before, given);
  requireUsable(used, idOf(before.customer));
  requireReturnUrl(before, params, access);
  const intent = {
    ...before,
    capture_method: params.capture_method ?? before.capture_method,
    next_action: null,
    receipt_email: params.receipt_email === undefined ? before.receipt_email : params.receipt_email,
    setup_future_usage:
      params.setup_future_usage === undefined ? before.setup_future_usage : params.setup_future_usage,
    shipping: params.shipping === undefined ? before.shipping : shippingOf(params.shipping),
  };
  return confirmPayment(work, { intent, card }, used, confirmationOf(params, call));
}

import type { Execution } from "./account.execution.ts";
import type { Payment } from "./account.work.ts";
import { confirmPayment } from "./confirm-payment.ts";
import { liveCustomer } from "./customer.find.ts";
import { buildPaymentIntent } from "./payment-intent.build.ts";
import { confirmationOf, requireMethod, requireReturnUrl } from "./payment-intent.confirmation.ts";
import type { CreateParams } from "./payment-intent.params.ts";
import { resolveMethod } from "./payment-method.resolve.ts";
import { requireUsable } from "./payment-method.usable.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import { invalid } from "./wire.refusal.ts";

const ONLY_WITH_CONFIRM = ["return_url", "off_session", "error_on_requires_action", "mandate_data"] as const;

/** POST /v1/payment_intents: creates a PaymentIntent and, with `confirm=true`, pays it at once. */
export function createPaymentIntent({ work, call, access }: Execution, params: CreateParams): Outcome {
  if (params.confirm !== true) refuseConfirmation(params);
  const intent = buildPaymentIntent(params, work.now);
  if (params.customer !== undefined) liveCustomer(work, params.customer);
  const used = resolveMethod(work, params);
  if (used !== undefined) requireUsable(used, params.customer ?? null);
  const payment: Payment = {
    card: used?.card.name ?? null,
    intent:
      used === undefined
        ? intent
        : { ...intent, payment_method: used.method.id, status: "requires_confirmation" },
  };
  if (params.confirm !== true) {
    work.savePayment(payment);
    work.emit("payment_intent.created", payment.intent, payment);
    return ok(payment.intent);
  }
  const method = requireMethod(intent, used);
  requireReturnUrl(intent, params, access);
  work.emit("payment_intent.created", intent, payment);
  return confirmPayment(work, payment, method, confirmationOf(params, call));
}

function refuseConfirmation(params: CreateParams): void {
  const param = ONLY_WITH_CONFIRM.find((name) => params[name] !== undefined);
  if (param === undefined) return;
  const message = `The parameter \`${param}\` cannot be passed when creating a PaymentIntent unless \`confirm\` is set to true.`;
  throw invalid(message, { param });
}

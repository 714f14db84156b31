import type { Ctx } from "../../platform/ctx.ts";
import type { DomainError } from "../../platform/errors.ts";
import {
  type IntentOutcome,
  paymentDeclined,
  paymentInProgress,
  paymentMethodInvalid,
  paymentRefused,
  paymentUnavailable,
} from "../payments/index.ts";
import { orderNotPayable } from "./checkout.errors.ts";
import { orderRef } from "./existing-order.ts";

type OrderIdentity = { id: string; number: string; expires_at?: string | null };

/** 402: the bank said no. The order holds its stock and can be paid with another method. */
export async function declinedError(
  ctx: Ctx,
  order: OrderIdentity,
  outcome: Extract<IntentOutcome, { kind: "declined" }>,
): Promise<DomainError> {
  return paymentDeclined(outcome.message, {
    facts: {
      decline_code: outcome.declineCode ?? outcome.code,
      order: await orderRef(ctx, order),
      ...(order.expires_at ? { payable_until: order.expires_at } : {}),
    },
  });
}

/** 422: Stripe would not take the request, e.g. for an unknown payment method. */
export async function refusedError(
  ctx: Ctx,
  order: OrderIdentity,
  outcome: Extract<IntentOutcome, { kind: "refused" }>,
): Promise<DomainError> {
  const facts = { order: await orderRef(ctx, order) };
  const field =
    outcome.param === "return_url" || outcome.param === "payment_method" ? outcome.param : undefined;
  if (field === undefined)
    return paymentRefused(outcome.message, { facts: { ...facts, provider_code: outcome.code } });
  return paymentMethodInvalid(outcome.message, {
    facts,
    errors: [{ pointer: `#/${field}`, code: "refused_by_provider", message: outcome.message }],
  });
}

/** 409: two attempts at once; the order follows whichever Stripe took. */
export async function inProgressError(ctx: Ctx, order: OrderIdentity): Promise<DomainError> {
  return paymentInProgress(
    "Another attempt to pay this order is being processed. Read the order in a moment.",
    {
      facts: { order: await orderRef(ctx, order) },
      headers: { "Retry-After": "2" },
    },
  );
}

/** 409: the order is paid, expired or cancelled, or its hold has just ended. */
export function notPayableError(order: { status: string }): DomainError {
  const open = order.status === "pending_payment" || order.status === "payment_failed";
  return orderNotPayable(`The order is ${open ? "past its payment time" : order.status}.`, {
    facts: { order_status: order.status },
  });
}

/** 503: nobody knows what came of it. The same Idempotency-Key asks again without paying twice. */
export async function unknownError(ctx: Ctx, order: OrderIdentity): Promise<DomainError> {
  return paymentUnavailable("The payment provider did not answer. Retry with the same Idempotency-Key.", {
    facts: { order: await orderRef(ctx, order) },
    headers: { "Retry-After": "2" },
  });
}

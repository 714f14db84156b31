import type { Ctx } from "../../platform/ctx.ts";
import { type DomainError, notFound, preconditionFailed } from "../../platform/errors.ts";
import { etagOf, isMatch } from "../../platform/http/index.ts";
import { refusalOf } from "../../platform/machine.ts";
import type { OrderRow } from "../orders/index.ts";
import {
  authorizationGone,
  type Books,
  canDo,
  captureBlocked,
  captureExceedsAuthorized,
  captureIntent,
  findPayment,
  isOutage,
  minorUnitsOf,
  type AmountInput,
  PAYMENT_TRANSITIONS,
  type PaymentIntent,
  paymentNotCapturable,
  type PaymentRow,
  paymentUnavailable,
  paymentVersion,
} from "../payments/index.ts";
import { readOrder } from "./read-order.ts";
import { settleOrder } from "./settle-payment.ts";

/** A payment, and the If-Match header that it must answer to, if any. */
export interface PaymentRef {
  id: string;
  ifMatch: string | undefined;
}

/**
 * Takes what was authorised, or a part of it; the rest is released. An authorisation is captured once: doing it again is refused, but a
 * request whose answer was lost finds what it did. A run that dies after Stripe took the money is made good by Stripe's event.
 * @throws resource.not_found, resource.precondition_failed, payment.not_capturable, payment.authorization_lapsed, payment.capture_exceeds_authorized, payment.unavailable
 */
export async function capturePayment(
  ctx: Ctx,
  ref: PaymentRef,
  input: { amount?: AmountInput | undefined },
): Promise<void> {
  const { order, payment, books } = await readOrderOfPayment(ctx, ref);
  if (!canDo(payment.status, "capture") || payment.intent_id === null) throw notCapturable(payment, books);
  const blocked = captureBlocked(order);
  if (blocked !== undefined) throw paymentNotCapturable(`The payment cannot be captured: ${blocked}.`);
  const amount =
    input.amount === undefined
      ? stillCosts(order, payment, books)
      : minorUnitsOf(input.amount, payment.currency);
  if (amount > payment.authorized) {
    throw captureExceedsAuthorized("That is more than was authorised.", {
      facts: { requested: amount, authorized: payment.authorized, currency: payment.currency },
    });
  }
  if (amount === 0) throw paymentNotCapturable("The order costs nothing more: void the payment instead.");
  const intent = await unlessOutage(captureIntent(ctx, payment.intent_id, amount));
  await settleOrder(ctx, order.id, intent, {
    always: true,
    audit: [
      {
        action: "payment.capture",
        entity: "payment",
        entityId: payment.id,
        before: { status: payment.status, authorized: payment.authorized },
        after: { status: intent.status, captured: intent.amount_received, asked: amount, order: order.id },
      },
    ],
  });
  if (intent.status === "canceled") throw lapsedError();
  if (intent.status !== "succeeded") {
    throw paymentNotCapturable(`Stripe does not let the payment be captured: it is ${intent.status}.`);
  }
  if (intent.amount_received !== amount) {
    throw paymentNotCapturable("The payment was captured meanwhile, with another amount.", {
      facts: { captured: intent.amount_received, currency: payment.currency },
    });
  }
}

/** @throws resource.not_found, resource.precondition_failed */
export async function readOrderOfPayment(
  ctx: Ctx,
  { id, ifMatch }: PaymentRef,
): Promise<{ order: OrderRow; payment: PaymentRow; books: Books }> {
  const found = await findPayment(ctx, id);
  const read = found && (await readOrder(ctx, found.order_id));
  const payment = read?.books.payments.find((each) => each.id === id);
  if (!read || !payment) throw notFound("There is no such payment.");
  const { version } = payment;
  const etag = etagOf(paymentVersion({ version, order_version: read.order.version }));
  if (!isMatch(ifMatch, { etag, version }))
    throw preconditionFailed("The payment has changed since you read it. Read it again.");
  return { order: read.order, payment, books: read.books };
}

/** @throws payment.unavailable instead of Stripe's outage */
export async function unlessOutage(call: Promise<PaymentIntent>): Promise<PaymentIntent> {
  try {
    return await call;
  } catch (error) {
    if (!isOutage(error)) throw error;
    throw paymentUnavailable("The payment provider did not answer. Read the payment, then try again.", {
      headers: { "Retry-After": "2" },
      cause: error,
    });
  }
}

/** What the order costs, less what its payments have brought already: an edit may have made it cheaper than what was authorised. */
function stillCosts(order: OrderRow, payment: PaymentRow, books: Books): number {
  const brought = books.payments.reduce((sum, { captured, refunded }) => sum + captured - refunded, 0);
  return Math.max(0, Math.min(payment.authorized, order.total - brought));
}

function notCapturable(payment: PaymentRow, books: Books): DomainError {
  const wasAuthorized = books.ledger.some(
    ({ payment_id, kind }) => payment_id === payment.id && kind === "authorized",
  );
  if (payment.status === "canceled" && wasAuthorized) return lapsedError();
  const why = refusalOf<PaymentRow["status"], "capture">(PAYMENT_TRANSITIONS, payment.status, "capture");
  return paymentNotCapturable(`The payment cannot be captured: it ${why}.`, {
    facts: { payment_status: payment.status },
  });
}

function lapsedError(): DomainError {
  return authorizationGone("The authorisation has lapsed or was voided: it cannot be captured any more.");
}

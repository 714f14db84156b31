import type { Ctx } from "../../platform/ctx.ts";
import type { DomainError } from "../../platform/errors.ts";
import { problemResponse } from "../../platform/http/index.ts";
import type { StoredReply } from "../../platform/idempotency.ts";
import { signToken } from "../../platform/tokens.ts";
import { type OrderPaymentJson, type OrderRow, orderView } from "../orders/index.ts";
import type { PaymentIntent, PaymentRow } from "../payments/index.ts";
import type { PlacedOrder } from "./checkout.schema.ts";

/** 201 with the order, its payment and the guest's token. */
export async function placedReply(
  ctx: Ctx,
  order: OrderRow,
  paying: { payment: PaymentRow; intent: PaymentIntent } | null,
): Promise<StoredReply> {
  const shown = paying ? withPayment(order, paying.payment, paying.intent) : order;
  const body: PlacedOrder = {
    ...orderView(shown, ctx),
    payment: paying ? paymentView(ctx, paying.payment.id, paying.intent) : null,
    access_token: await signToken(ctx, "order", order.id),
  };
  return {
    status: 201,
    body,
    headers: { "Content-Type": "application/json; charset=UTF-8", Location: `/api/v1/orders/${order.id}` },
  };
}

/** A problem as an answer that can be stored and replayed. */
export async function problemReply(ctx: Ctx, error: DomainError): Promise<StoredReply> {
  const response = problemResponse(error, ctx.config.PUBLIC_URL, ctx.requestId);
  return {
    status: response.status,
    body: await response.json(),
    headers: { "Content-Type": response.headers.get("Content-Type") ?? "" },
  };
}

/** What a client needs to go on with a payment. */
export function paymentView(
  ctx: Ctx,
  paymentId: string,
  intent: PaymentIntent,
): NonNullable<PlacedOrder["payment"]> {
  return {
    id: paymentId,
    status: intent.status,
    client_secret: intent.client_secret,
    publishable_key: ctx.config.STRIPE_PUBLISHABLE_KEY,
    ...(intent.next_action ? { next_action: intent.next_action } : {}),
  };
}

/** The order with its payment as it will be read after the batch. */
function withPayment(order: OrderRow, payment: PaymentRow, intent: PaymentIntent): OrderRow {
  const view: OrderPaymentJson = {
    id: payment.id,
    order_id: payment.order_id,
    purpose: payment.purpose,
    status: intent.status,
    amount: payment.amount,
    authorized: Math.max(payment.authorized, intent.amount_capturable),
    captured: Math.max(payment.captured, intent.amount_received),
    refunded: payment.refunded,
    refunding: payment.refunding,
    disputed: payment.disputed,
    version: payment.version + 1,
  };
  return { ...order, payments: JSON.stringify([view]) };
}

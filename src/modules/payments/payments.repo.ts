import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { payments, type PaymentState } from "./payments.table.ts";

export interface PaymentRow {
  id: string;
  order_id: string;
  purpose: "order" | "difference";
  capture_method: "automatic" | "manual";
  intent_id: string | null;
  client_secret: string | null;
  charge_id: string | null;
  status: PaymentState;
  amount: number;
  currency: string;
  authorized: number;
  captured: number;
  refunded: number;
  refunding: number;
  disputed: number;
  created_at: string;
  create_attempt: number;
  version: number;
}

export const PAYMENT_COLUMNS = sql`id, order_id, purpose, capture_method, intent_id, client_secret, charge_id, status, amount, currency,
  authorized, captured, refunded, refunding, disputed, created_at, create_attempt, version`;

/** All payments of an order, oldest first; made to fit into a batch. */
export function paymentsOfOrderStmt(orderId: string): SQL {
  return sql`SELECT ${PAYMENT_COLUMNS} FROM payments WHERE order_id = ${orderId} ORDER BY created_at, id`;
}

/** A payment by its id. */
export function findPayment(ctx: Ctx, id: string): Promise<PaymentRow | null> {
  const statement = sql`SELECT ${PAYMENT_COLUMNS} FROM payments WHERE id = ${id}`;
  return prepareStatement(ctx.env.DB, statement).first<PaymentRow>();
}

/** Inserts the payment of a new order, before Stripe is asked. */
export function insertPaymentStmt(
  ctx: Ctx,
  payment: Pick<PaymentRow, "id" | "order_id" | "purpose" | "capture_method" | "amount" | "currency">,
): Statement {
  const now = isoTime(ctx.now());
  return insertRows(payments, [
    {
      id: payment.id,
      orderId: payment.order_id,
      purpose: payment.purpose,
      captureMethod: payment.capture_method,
      provider: "stripe",
      status: "pending",
      amount: payment.amount,
      currency: payment.currency,
      createdAt: now,
      updatedAt: now,
    },
  ]);
}

/** Records that a request to make the intent was refused: the next one gets another key. */
export function refusedAttemptStmt(ctx: Ctx, payment: PaymentRow, message: string): Statement {
  return sql`UPDATE payments SET last_error = ${JSON.stringify({ code: "refused", message })},
               create_attempt = create_attempt + 1, updated_at = ${isoTime(ctx.now())}, version = version + 1
             WHERE id = ${payment.id} AND create_attempt = ${payment.create_attempt}`;
}

/** Gives up a payment for which Stripe would not make an intent. */
export function unmadePaymentStmt(ctx: Ctx, payment: Pick<PaymentRow, "id">): Statement {
  return sql`UPDATE payments SET status = 'canceled', updated_at = ${isoTime(ctx.now())}, version = version + 1
             WHERE id = ${payment.id} AND intent_id IS NULL AND status = 'pending'`;
}

/** Takes out of these orders' payments what they were paid with, and what Stripe or the payer may have written there; amounts and codes stay. */
export function erasePaymentMessagesStmt(orderIds: readonly string[]): Statement {
  return sql`UPDATE payments SET last_error = json_remove(last_error, '$.message'), next_action = NULL, method = NULL
    WHERE order_id IN ${inList(orderIds)}`;
}

/** Gives up a creation key that will never give an intent. */
export function nextCreateAttemptStmt(ctx: Ctx, paymentId: string, attempt: number): Statement {
  return sql`UPDATE payments SET create_attempt = ${attempt + 1}, updated_at = ${isoTime(ctx.now())}
             WHERE id = ${paymentId} AND create_attempt = ${attempt}`;
}

/** The Stripe idempotency key under which the payment's intent is made; the same until it is known to be used up. */
export function createKey(payment: Pick<PaymentRow, "id" | "create_attempt">): string {
  return `payment:${payment.id}:create:${payment.create_attempt}`;
}

/** The Stripe idempotency key of the next confirmation: recording an outcome raises the version. */
export function confirmKey(payment: Pick<PaymentRow, "id" | "version">): string {
  return `payment:${payment.id}:confirm:${payment.version}`;
}

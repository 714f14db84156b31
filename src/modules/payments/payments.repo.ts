import { type SQL, sql } from "drizzle-orm";
import type Stripe from "stripe";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { paymentTransactions, payments, type PaymentState } from "./payments.table.ts";

export interface PaymentRow {
  id: string;
  order_id: string;
  intent_id: string | null;
  client_secret: string | null;
  charge_id: string | null;
  status: PaymentState;
  amount: number;
  currency: string;
  captured: number;
  refunded: number;
  created_at: string;
  version: number;
}

/** The payment of an order; made to fit into a batch. */
export function paymentOfOrderStmt(orderId: string): SQL {
  return sql`SELECT id, order_id, intent_id, client_secret, charge_id, status, amount, currency, captured, refunded, created_at, version
             FROM payments WHERE order_id = ${orderId} ORDER BY created_at DESC LIMIT 1`;
}

export function findPaymentOfOrder(ctx: Ctx, orderId: string): Promise<PaymentRow | null> {
  return prepareStatement(ctx.env.DB, paymentOfOrderStmt(orderId)).first<PaymentRow>();
}

/** Inserts the payment of a new order, before Stripe is asked. */
export function insertPaymentStmt(
  ctx: Ctx,
  payment: Pick<PaymentRow, "id" | "order_id" | "amount" | "currency">,
): Statement {
  const now = isoTime(ctx.now());
  return insertRows(payments, [
    {
      id: payment.id,
      orderId: payment.order_id,
      provider: "stripe",
      status: "pending",
      amount: payment.amount,
      currency: payment.currency,
      createdAt: now,
      updatedAt: now,
    },
  ]);
}

/**
 * Takes over what Stripe says of an intent. A final state never goes back, captured never shrinks, and each charge is
 * in the ledger once: older news arriving later changes nothing.
 */
export function applyIntentStmts(ctx: Ctx, payment: PaymentRow, intent: Stripe.PaymentIntent): Statement[] {
  const now = isoTime(ctx.now());
  const error = intent.last_payment_error;
  const statements: Statement[] = [
    sql`UPDATE payments SET intent_id = ${intent.id}, client_secret = ${intent.client_secret},
          charge_id = ${chargeIdOf(intent)},
          status = CASE WHEN status IN ('succeeded', 'canceled') THEN status ELSE ${intent.status} END,
          captured = MAX(captured, ${intent.amount_received}),
          next_action = ${intent.next_action ? JSON.stringify(intent.next_action) : null},
          last_error = ${error ? JSON.stringify({ code: error.code, decline_code: error.decline_code, message: error.message }) : null},
          updated_at = ${now}, version = version + 1
        WHERE id = ${payment.id}`,
  ];
  const kind =
    intent.status === "succeeded"
      ? "captured"
      : intent.status === "requires_capture"
        ? "authorized"
        : error
          ? "failed"
          : undefined;
  if (kind) {
    statements.push(
      ledgerStmt(ctx, payment, {
        kind,
        amount:
          kind === "captured"
            ? intent.amount_received
            : kind === "authorized"
              ? intent.amount_capturable
              : intent.amount,
        providerRef: chargeIdOf(intent) ?? intent.id,
        ...(kind === "failed" && error ? { detail: error.decline_code ?? error.code ?? null } : {}),
      }),
    );
  }
  return statements;
}

/** The latest charge that was attempted for an intent. */
export function chargeIdOf(intent: Stripe.PaymentIntent): string | null {
  const charge = intent.latest_charge;
  return typeof charge === "string" ? charge : (charge?.id ?? null);
}

/** Records that a payment was given back in full. */
export function applyRefundStmts(ctx: Ctx, payment: PaymentRow, refund: Stripe.Refund): Statement[] {
  return [
    ledgerStmt(ctx, payment, { kind: "refunded", amount: refund.amount, providerRef: refund.id }),
    sql`UPDATE payments SET refunded = (SELECT SUM(amount) FROM payment_transactions WHERE payment_id = ${payment.id} AND kind = 'refunded'),
          updated_at = ${isoTime(ctx.now())}, version = version + 1 WHERE id = ${payment.id}`,
  ];
}

/** Records that an attempt came to nothing at Stripe; the next one gets a new idempotency key through the version. */
export function refusedAttemptStmt(ctx: Ctx, payment: PaymentRow, message: string): Statement {
  return sql`UPDATE payments SET last_error = ${JSON.stringify({ code: "refused", message })},
               updated_at = ${isoTime(ctx.now())}, version = version + 1 WHERE id = ${payment.id} AND version = ${payment.version}`;
}

function ledgerStmt(
  ctx: Ctx,
  payment: PaymentRow,
  entry: {
    kind: "captured" | "authorized" | "failed" | "refunded";
    amount: number;
    providerRef: string;
    detail?: string | null;
  },
): Statement {
  const now = isoTime(ctx.now());
  return insertRows(
    paymentTransactions,
    [
      {
        id: ctx.newId(),
        paymentId: payment.id,
        currency: payment.currency,
        occurredAt: now,
        createdAt: now,
        ...entry,
      },
    ],
    sql`ON CONFLICT DO NOTHING`,
  );
}

/** The Stripe idempotency key of the payment's next attempt: a lost answer is asked for again under the same one. */
export function attemptKey(payment: Pick<PaymentRow, "id" | "version">): string {
  return `payment:${payment.id}:${payment.version}`;
}

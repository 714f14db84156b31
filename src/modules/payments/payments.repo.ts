import { type SQL, sql } from "drizzle-orm";
import type Stripe from "stripe";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { paymentTransactions, payments, type PaymentState } from "./payments.table.ts";

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

const PAYMENT_COLUMNS = sql`id, order_id, purpose, capture_method, intent_id, client_secret, charge_id, status, amount, currency,
  authorized, captured, refunded, refunding, disputed, created_at, create_attempt, version`;

/** The payment that an order was placed with; made to fit into a batch. */
export function paymentOfOrderStmt(orderId: string): SQL {
  return sql`SELECT ${PAYMENT_COLUMNS} FROM payments WHERE order_id = ${orderId} AND purpose = 'order'`;
}

/** All payments of an order, oldest first; made to fit into a batch. */
export function paymentsOfOrderStmt(orderId: string): SQL {
  return sql`SELECT ${PAYMENT_COLUMNS} FROM payments WHERE order_id = ${orderId} ORDER BY created_at, id`;
}

/** A payment by its id. */
export function findPayment(ctx: Ctx, id: string): Promise<PaymentRow | null> {
  const statement = sql`SELECT ${PAYMENT_COLUMNS} FROM payments WHERE id = ${id}`;
  return prepareStatement(ctx.env.DB, statement).first<PaymentRow>();
}

export function findPaymentOfOrder(ctx: Ctx, orderId: string): Promise<PaymentRow | null> {
  return prepareStatement(ctx.env.DB, paymentOfOrderStmt(orderId)).first<PaymentRow>();
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

/**
 * Takes over what Stripe says of the payment's intent. The intent's id never changes, a final state never goes back, captured
 * never shrinks, and each charge is in the ledger once: older news arriving later changes nothing.
 */
export function applyIntentStmts(ctx: Ctx, payment: PaymentRow, intent: Stripe.PaymentIntent): Statement[] {
  const error = intent.last_payment_error;
  const lastError = error
    ? JSON.stringify({ code: error.code, decline_code: error.decline_code, message: error.message })
    : null;
  const nextAction = intent.next_action ? JSON.stringify(intent.next_action) : null;
  const open = sql`status NOT IN ('succeeded', 'canceled')`;
  const update = sql`
    UPDATE payments SET
      intent_id = COALESCE(intent_id, ${intent.id}),
      client_secret = COALESCE(client_secret, ${intent.client_secret}),
      charge_id = CASE WHEN ${open} THEN ${chargeIdOf(intent)} ELSE charge_id END,
      next_action = CASE WHEN ${open} THEN ${nextAction} ELSE next_action END,
      last_error = CASE WHEN ${open} THEN ${lastError} ELSE last_error END,
      status = CASE WHEN ${open} THEN ${intent.status} ELSE status END,
      captured = MAX(captured, ${intent.amount_received}),
      updated_at = ${isoTime(ctx.now())}, version = version + 1
    WHERE id = ${payment.id}`;
  const entry = ledgerEntryOf(intent);
  return entry ? [update, ledgerStmt(ctx, payment, entry)] : [update];
}

function ledgerEntryOf(intent: Stripe.PaymentIntent): LedgerEntry | undefined {
  const providerRef = chargeIdOf(intent) ?? intent.id;
  if (intent.status === "succeeded") return { kind: "captured", amount: intent.amount_received, providerRef };
  if (intent.status === "requires_capture") {
    return { kind: "authorized", amount: intent.amount_capturable, providerRef };
  }
  const error = intent.last_payment_error;
  if (!error) return undefined;
  return {
    kind: "failed",
    amount: intent.amount,
    providerRef,
    detail: error.decline_code ?? error.code ?? null,
  };
}

/** The latest charge that was attempted for an intent. */
export function chargeIdOf(intent: Stripe.PaymentIntent): string | null {
  const charge = intent.latest_charge;
  return typeof charge === "string" ? charge : (charge?.id ?? null);
}

/** Records refunds in the ledger, each once, and their sum with the payment. */
export function applyRefundsStmts(
  ctx: Ctx,
  payment: PaymentRow,
  refunds: readonly Pick<Stripe.Refund, "id" | "amount">[],
): Statement[] {
  return [
    ...refunds.map(({ id, amount }) =>
      ledgerStmt(ctx, payment, { kind: "refunded", amount, providerRef: id }),
    ),
    sql`UPDATE payments SET refunded = (SELECT COALESCE(SUM(amount), 0) FROM payment_transactions WHERE payment_id = ${payment.id} AND kind = 'refunded'),
          updated_at = ${isoTime(ctx.now())}, version = version + 1 WHERE id = ${payment.id}`,
  ];
}

/** Records that a request to make the intent was refused: the next one gets another key. */
export function refusedAttemptStmt(ctx: Ctx, payment: PaymentRow, message: string): Statement {
  return sql`UPDATE payments SET last_error = ${JSON.stringify({ code: "refused", message })},
               create_attempt = create_attempt + 1, updated_at = ${isoTime(ctx.now())}, version = version + 1
             WHERE id = ${payment.id} AND create_attempt = ${payment.create_attempt}`;
}

/** Takes out of these orders' payments what Stripe or the payer may have written there; amounts and codes stay. */
export function erasePaymentMessagesStmt(orderIds: readonly string[]): Statement {
  return sql`UPDATE payments SET last_error = json_remove(last_error, '$.message'), next_action = NULL
    WHERE order_id IN ${inList(orderIds)}`;
}

/** Gives up a creation key that will never give an intent. */
export function nextCreateAttemptStmt(ctx: Ctx, paymentId: string, attempt: number): Statement {
  return sql`UPDATE payments SET create_attempt = ${attempt + 1}, updated_at = ${isoTime(ctx.now())}
             WHERE id = ${paymentId} AND create_attempt = ${attempt}`;
}

interface LedgerEntry {
  kind: "captured" | "authorized" | "failed" | "refunded";
  amount: number;
  providerRef: string;
  detail?: string | null;
}

function ledgerStmt(ctx: Ctx, payment: PaymentRow, entry: LedgerEntry): Statement {
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

/** The Stripe idempotency key under which the payment's intent is made; the same until it is known to be used up. */
export function createKey(payment: Pick<PaymentRow, "id" | "create_attempt">): string {
  return `payment:${payment.id}:create:${payment.create_attempt}`;
}

/** The Stripe idempotency key of the next confirmation: recording an outcome raises the version. */
export function confirmKey(payment: Pick<PaymentRow, "id" | "version">): string {
  return `payment:${payment.id}:confirm:${payment.version}`;
}

import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, type Statement } from "../../platform/db.ts";
import type { LedgerEntry } from "./ledger-entries.ts";
import { PAYMENT_COLUMNS, type PaymentRow, paymentsOfOrderStmt } from "./payments.repo.ts";
import { disputes, type LedgerKind, paymentTransactions } from "./payments.table.ts";
import { REFUND_COLUMNS, type RefundRow } from "./refunds.repo.ts";

/** What tells an entry of the ledger from another one of the same payment. */
export interface LedgerKey {
  payment_id: string;
  kind: LedgerKind;
  provider_ref: string;
  amount: number;
}

export interface DisputeRow {
  id: string;
  payment_id: string;
  order_id: string;
  amount: number;
  currency: string;
  status: string;
  reason: string;
  evidence_due_by: string | null;
  created_at: string;
  updated_at: string;
}

/** What our books say of an order's money, as of one moment. */
export interface Books {
  payments: PaymentRow[];
  ledger: LedgerKey[];
  refunds: RefundRow[];
  disputes: DisputeRow[];
}

/** A dispute by Stripe's id of it. */
export async function findDispute(ctx: Ctx, id: string): Promise<DisputeRow | undefined> {
  const [row] = await ctx.db.all<DisputeRow>(sql`SELECT ${DISPUTE_COLUMNS} FROM disputes WHERE id = ${id}`);
  return row;
}

/** The rows of `booksStmts`, in its order. */
export type BooksRows = [PaymentRow, LedgerKey, RefundRow, DisputeRow];

export const DISPUTE_COLUMNS = sql`id, payment_id, order_id, amount, currency, status, reason, evidence_due_by, created_at, updated_at`;

/** Reads the books of an order; made to fit into a batch. */
export function booksStmts(orderId: string): [Statement, Statement, Statement, Statement] {
  return [
    paymentsOfOrderStmt(orderId),
    sql`SELECT payment_id, kind, provider_ref, amount FROM payment_transactions
        WHERE payment_id IN (SELECT id FROM payments WHERE order_id = ${orderId})`,
    sql`SELECT ${REFUND_COLUMNS} FROM refunds WHERE order_id = ${orderId} ORDER BY created_at, id`,
    sql`SELECT ${DISPUTE_COLUMNS} FROM disputes WHERE order_id = ${orderId} ORDER BY created_at, id`,
  ];
}

/** The books out of the rows of `booksStmts`. */
export function booksOf(
  ...[payments, ledger, refunds, rows]: [PaymentRow[], LedgerKey[], RefundRow[], DisputeRow[]]
): Books {
  return { payments, ledger, refunds, disputes: rows };
}

/** The books of an order whose only payment has just been made. */
export function newBooks(payment: PaymentRow): Books {
  return { payments: [payment], ledger: [], refunds: [], disputes: [] };
}

/** The payment that an intent belongs to: the one that knows it, else the one that it names, unless that has another one. */
export function paymentOfIntent(
  books: Pick<Books, "payments">,
  intent: { id: string; metadata: Record<string, string> },
): PaymentRow | undefined {
  const known = books.payments.find((payment) => payment.intent_id === intent.id);
  if (known) return known;
  const named = intent.metadata["payment_id"];
  // Intents of the first releases name no payment: theirs is the order's.
  const own = books.payments.find((payment) =>
    named === undefined ? payment.purpose === "order" : payment.id === named,
  );
  return own?.intent_id === null ? own : undefined;
}

/** Which order a payment is for. */
export async function findPaymentByIntent(ctx: Ctx, intentId: string): Promise<PaymentRow | undefined> {
  const [row] = await ctx.db.all<PaymentRow>(
    sql`SELECT ${PAYMENT_COLUMNS} FROM payments WHERE intent_id = ${intentId}`,
  );
  return row;
}

/** Writes entries into the ledger, each once. */
export function insertEntriesStmts(
  ctx: Ctx,
  payment: Pick<PaymentRow, "id" | "currency" | "created_at">,
  entries: readonly LedgerEntry[],
): Statement[] {
  if (entries.length === 0) return [];
  const now = isoTime(ctx.now());
  const rows = entries.map(({ occurredAt, ...entry }) => {
    const at = occurredAt === undefined ? now : isoTime(occurredAt);
    return {
      id: ctx.newId(),
      paymentId: payment.id,
      currency: payment.currency,
      // Stripe's times are whole seconds: nothing happened to a payment before it was made.
      occurredAt: at < payment.created_at ? payment.created_at : at,
      createdAt: now,
      ...entry,
    };
  });
  return [insertRows(paymentTransactions, rows, sql`ON CONFLICT DO NOTHING`)];
}

/** What of a payment comes from its intent and not from the ledger. */
export interface IntentFields {
  intentId: string;
  clientSecret: string | null;
  chargeId: string | null;
  status: string;
  nextAction: unknown;
  lastError: unknown;
  method: unknown;
}

/**
 * The payment's sums as its ledger and its refunds make them, and with `intent` what Stripe says of that. The intent's id never changes,
 * a state never goes back, and what an erased person paid with stays forgotten. Whoever decided from another version violates NOT NULL (`PAYMENT_LOCK`).
 */
export function derivePaymentStmt(
  ctx: Ctx,
  payment: Pick<PaymentRow, "id" | "version">,
  intent: IntentFields | undefined,
): Statement {
  // What is authorised is captured or let go of: another state that is told then is older news.
  const isOlder =
    intent !== undefined && !["requires_capture", "succeeded", "canceled"].includes(intent.status);
  const open = isOlder
    ? sql`status NOT IN ('succeeded', 'canceled', 'requires_capture')`
    : sql`status NOT IN ('succeeded', 'canceled')`;
  const json = (value: unknown) => (value == null ? null : JSON.stringify(value));
  const ofIntent = intent
    ? sql`intent_id = COALESCE(intent_id, ${intent.intentId}),
        client_secret = COALESCE(client_secret, ${intent.clientSecret}),
        charge_id = CASE WHEN ${open} THEN ${intent.chargeId} ELSE charge_id END,
        next_action = CASE WHEN ${open} THEN ${json(intent.nextAction)} ELSE next_action END,
        last_error = CASE WHEN ${open} THEN ${json(intent.lastError)} ELSE last_error END,
        status = CASE WHEN ${open} THEN ${intent.status} ELSE status END,
        method = CASE WHEN EXISTS (SELECT 1 FROM orders o WHERE o.id = payments.order_id AND o.erased_at IS NOT NULL) THEN NULL
          ELSE COALESCE(${json(intent.method)}, method) END,`
    : sql``;
  const sum = (kind: LedgerKind, undone?: LedgerKind) =>
    sql`COALESCE(SUM(CASE kind WHEN ${kind} THEN amount WHEN ${undone ?? ""} THEN -amount END), 0)`;
  return sql`
    UPDATE payments SET ${ofIntent}
      authorized = CASE WHEN l.authorized = 0 THEN 0 ELSE MAX(0, l.authorized - l.captured - l.voided) END,
      captured = l.captured, refunded = l.refunded, disputed = l.disputed, fee = l.fee,
      refunding = (SELECT COALESCE(SUM(amount), 0) FROM refunds WHERE payment_id = ${payment.id} AND status = 'requested'),
      updated_at = ${isoTime(ctx.now())}, version = CASE WHEN version = ${payment.version} THEN version + 1 END
    FROM (SELECT ${sum("authorized")} AS authorized, ${sum("captured")} AS captured, ${sum("voided")} AS voided,
        ${sum("refunded", "refund_failed")} AS refunded, ${sum("disputed", "dispute_reinstated")} AS disputed,
        ${sum("fee", "fee_returned")} AS fee
      FROM payment_transactions WHERE payment_id = ${payment.id}) l
    WHERE payments.id = ${payment.id}`;
}

/** The constraint that a change violates which was decided from an older state of the payment. */
export const PAYMENT_LOCK = "payments.version";

/** Takes over disputes as Stripe tells them. */
export function upsertDisputesStmts(ctx: Ctx, rows: readonly DisputeRow[]): Statement[] {
  if (rows.length === 0) return [];
  const now = isoTime(ctx.now());
  const values = rows.map((row) => ({
    id: row.id,
    paymentId: row.payment_id,
    orderId: row.order_id,
    amount: row.amount,
    currency: row.currency,
    status: row.status,
    reason: row.reason,
    evidenceDueBy: row.evidence_due_by,
    createdAt: row.created_at,
    updatedAt: now,
  }));
  return [
    insertRows(
      disputes,
      values,
      sql`ON CONFLICT (id) DO UPDATE SET amount = excluded.amount, status = excluded.status, reason = excluded.reason,
          evidence_due_by = excluded.evidence_due_by, updated_at = excluded.updated_at`,
    ),
  ];
}

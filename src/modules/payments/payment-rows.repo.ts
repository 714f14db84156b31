import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement } from "../../platform/db.ts";
import { byTime, type KeysetPage } from "../../platform/keyset.ts";
import type { Position } from "../../platform/pagination.ts";
import { creditedOf, type OrderStatus } from "../orders/index.ts";
import { DISPUTE_COLUMNS } from "./books.repo.ts";
import { PAYMENT_COLUMNS, type PaymentRow } from "./payments.repo.ts";
import type { LedgerKind, PaymentState } from "./payments.table.ts";
import { REFUND_COLUMNS, type RefundRow } from "./refunds.repo.ts";

/** A payment with all that is known of it, as one row. */
export interface FullPaymentRow extends PaymentRow {
  fee: number;
  method: string | null;
  last_error: string | null;
  updated_at: string;
  order_number: string;
  order_status: OrderStatus;
  order_version: number;
  /** What of it pays for other orders, as a credit. */
  credited: number;
  /** JSON: LedgerJson[], RefundRow[] and DisputeRow[], each oldest first. */
  ledger: string;
  refunds: string;
  disputes: string;
}

export interface LedgerJson {
  id: string;
  kind: LedgerKind;
  amount: number;
  currency: string;
  provider_ref: string;
  detail: string | null;
  occurred_at: string;
}

function selectPayments(where: SQL, tail: SQL): SQL {
  return sql`
    SELECT p.*, o.number AS order_number, o.status AS order_status, o.version AS order_version,
      ${creditedOf(sql`p.id`)} AS credited,
      (SELECT json_group_array(json_object('id', t.id, 'kind', t.kind, 'amount', t.amount, 'currency', t.currency,
           'provider_ref', t.provider_ref, 'detail', t.detail, 'occurred_at', t.occurred_at) ORDER BY t.occurred_at, t.rowid)
         FROM payment_transactions t WHERE t.payment_id = p.id) AS ledger,
      (SELECT json_group_array(json_object('id', r.id, 'payment_id', r.payment_id, 'order_id', r.order_id, 'amount', r.amount,
           'currency', r.currency, 'status', r.status, 'source', r.source, 'source_id', r.source_id, 'reason', r.reason,
           'lines', r.lines, 'shipping', r.shipping, 'provider_ref', r.provider_ref, 'failure_reason', r.failure_reason,
           'created_at', r.created_at, 'updated_at', r.updated_at, 'version', r.version) ORDER BY r.created_at, r.id)
         FROM (SELECT ${REFUND_COLUMNS} FROM refunds) r WHERE r.payment_id = p.id) AS refunds,
      (SELECT json_group_array(json_object('id', d.id, 'payment_id', d.payment_id, 'order_id', d.order_id, 'amount', d.amount,
           'currency', d.currency, 'status', d.status, 'reason', d.reason, 'evidence_due_by', d.evidence_due_by,
           'created_at', d.created_at, 'updated_at', d.updated_at) ORDER BY d.created_at, d.id)
         FROM (SELECT ${DISPUTE_COLUMNS} FROM disputes) d WHERE d.payment_id = p.id) AS disputes
    FROM (SELECT ${PAYMENT_COLUMNS}, fee, method, last_error, updated_at FROM payments ${where}) p
      JOIN orders o ON o.id = p.order_id ${tail}`;
}

/** A payment with all that is known of it. */
export function findFullPayment(ctx: Ctx, id: string): Promise<FullPaymentRow | null> {
  return prepareStatement(ctx.env.DB, selectPayments(sql`WHERE id = ${id}`, sql``)).first<FullPaymentRow>();
}

export interface PaymentFilter {
  status?: PaymentState | undefined;
  order_id?: string | undefined;
  intent?: string | undefined;
  created_from?: string | undefined;
  created_to?: string | undefined;
}

/** Payments by the time that they were made, from a position on. The id breaks ties. */
export function findPayments(ctx: Ctx, filter: PaymentFilter, page: KeysetPage): Promise<FullPaymentRow[]> {
  const where: SQL[] = [sql`1 = 1`];
  if (filter.status !== undefined) where.push(sql`status = ${filter.status}`);
  if (filter.order_id !== undefined) where.push(sql`order_id = ${filter.order_id}`);
  if (filter.intent !== undefined) where.push(sql`intent_id = ${filter.intent}`);
  if (filter.created_from !== undefined) where.push(sql`created_at >= ${filter.created_from}`);
  if (filter.created_to !== undefined) where.push(sql`created_at < ${filter.created_to}`);
  const { beyond, order } = byTime(page);
  return ctx.db.all<FullPaymentRow>(
    selectPayments(
      sql`WHERE ${sql.join([...where, ...beyond], sql` AND `)} ${order} LIMIT ${page.limit}`,
      byTime(page, "p").order,
    ),
  );
}

/** Refunds of a payment, oldest first, from a position on. */
export function findRefundsOfPayment(
  ctx: Ctx,
  paymentId: string,
  page: { after: Position | undefined; limit: number },
): Promise<RefundRow[]> {
  const after = page.after ? sql`AND (created_at, id) > (${page.after.value}, ${page.after.id})` : sql``;
  return ctx.db
    .all<RefundRow>(sql`SELECT ${REFUND_COLUMNS} FROM refunds WHERE payment_id = ${paymentId} ${after}
    ORDER BY created_at, id LIMIT ${page.limit}`);
}

export interface DayRow {
  date: string;
  currency: string;
  captured: number;
  refunded: number;
  disputed: number;
  reinstated: number;
  fees: number;
}

/** What the ledger's entries of each UTC day sum up to, by currency. `to` is exclusive. */
export function findDailyTotals(ctx: Ctx, from: string, to: string): Promise<DayRow[]> {
  const sum = (kind: LedgerKind, undone?: LedgerKind) =>
    sql`COALESCE(SUM(CASE kind WHEN ${kind} THEN amount WHEN ${undone ?? ""} THEN -amount END), 0)`;
  return ctx.db.all<DayRow>(sql`
    SELECT substr(occurred_at, 1, 10) AS date, currency, ${sum("captured")} AS captured,
      ${sum("refunded", "refund_failed")} AS refunded, ${sum("disputed")} AS disputed,
      ${sum("dispute_reinstated")} AS reinstated, ${sum("fee", "fee_returned")} AS fees
    FROM payment_transactions
    WHERE occurred_at >= ${from} AND occurred_at < ${to} AND kind NOT IN ('authorized', 'voided', 'failed')
    GROUP BY 1, 2 ORDER BY 1, 2`);
}

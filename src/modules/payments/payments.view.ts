import { money } from "../../platform/money.ts";
import { refundableOf } from "../orders/index.ts";
import type { DisputeRow } from "./books.repo.ts";
import type { DayRow, FullPaymentRow, LedgerJson } from "./payment-rows.repo.ts";
import { paymentTransitions } from "./payments.machine.ts";
import type { Payment, Refund } from "./payments.schema.ts";
import type { PaidWith, RefundedLine } from "./payments.table.ts";
import type { RefundRow } from "./refunds.repo.ts";

/** A refund as it is answered. */
export function refundView(row: RefundRow): Refund {
  const { currency } = row;
  return {
    id: row.id,
    payment_id: row.payment_id,
    order_id: row.order_id,
    amount: money(row.amount, currency),
    status: row.status,
    source: row.source,
    reason: row.reason,
    line_items: (JSON.parse(row.lines) as RefundedLine[]).map(({ order_line_id, quantity, amount }) => ({
      id: order_line_id,
      quantity,
      amount: money(amount, currency),
    })),
    shipping: money(row.shipping, currency),
    failure_reason: row.failure_reason,
    provider_ref: row.provider_ref,
    created_at: row.created_at,
    updated_at: row.updated_at,
    version: row.version,
  };
}

/** A payment as it is answered, with its ledger, refunds and disputes. */
export function paymentView(row: FullPaymentRow): Payment {
  const { currency } = row;
  const ledger = JSON.parse(row.ledger) as LedgerJson[];
  const error =
    row.last_error === null ? null : (JSON.parse(row.last_error) as { code?: string; decline_code?: string });
  const feeCurrency = ledger.find(({ kind }) => kind === "fee")?.currency ?? currency;
  return {
    id: row.id,
    order_id: row.order_id,
    order_number: row.order_number,
    purpose: row.purpose,
    status: row.status,
    capture_method: row.capture_method,
    amount: money(row.amount, currency),
    authorized: money(row.authorized, currency),
    captured: money(row.captured, currency),
    refunded: money(row.refunded, currency),
    refunding: money(row.refunding, currency),
    disputed: money(row.disputed, currency),
    refundable: money(refundableOf(row), currency),
    fee: money(row.fee, feeCurrency),
    method: row.method === null ? null : (JSON.parse(row.method) as PaidWith),
    last_error: error ? { code: error.code ?? "unknown", decline_code: error.decline_code ?? null } : null,
    provider: "stripe",
    provider_ref: row.intent_id,
    transactions: ledger.map(({ amount, currency: own, ...entry }) => ({
      ...entry,
      amount: money(amount, own),
    })),
    refunds: (JSON.parse(row.refunds) as RefundRow[]).map(refundView),
    disputes: (JSON.parse(row.disputes) as DisputeRow[]).map((dispute) => ({
      id: dispute.id,
      amount: money(dispute.amount, currency),
      status: dispute.status,
      reason: dispute.reason,
      evidence_due_by: dispute.evidence_due_by,
      created_at: dispute.created_at,
    })),
    allowed_transitions: paymentTransitions(row, { status: row.order_status }),
    created_at: row.created_at,
    updated_at: row.updated_at,
    version: row.version,
  };
}

/** The ETag's version of a payment: what can be done with it depends on its order, too. */
export function paymentVersion(row: Pick<FullPaymentRow, "version" | "order_version">): string {
  return `${row.version}.${row.order_version}`;
}

/** A day's sums as they are answered. */
export function dayView({ date, currency, ...sums }: DayRow) {
  const { captured, refunded, disputed, reinstated, fees } = sums;
  return {
    date,
    currency,
    captured: money(captured, currency),
    refunded: money(refunded, currency),
    disputed: money(disputed, currency),
    reinstated: money(reinstated, currency),
    fees: money(fees, currency),
    net: money(captured - refunded - disputed + reinstated - fees, currency),
  };
}

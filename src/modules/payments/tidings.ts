import type Stripe from "stripe";
import type { Alert, AuditEntry, Work } from "../../platform/commit.ts";
import { latePaymentRefunded } from "../orders/index.ts";
import type { Books, DisputeRow } from "./books.repo.ts";
import { isOpenDispute } from "./dispute-states.ts";
import { isUndone } from "./ledger-entries.ts";
import { disputeOpened, refundFailed, refundMade } from "./payments.events.ts";
import type { PaymentRow } from "./payments.repo.ts";
import { type RefundNews, statusOf } from "./refund-news.ts";

interface Tidings extends Required<Pick<Work, "events" | "alerts">> {
  audit: AuditEntry[];
}

/** What others have to hear of it when the books of a payment change: events, alerts and entries of the audit log. Pure. */
export function tidingsOf(
  payment: PaymentRow,
  { updates }: RefundNews,
  foreign: readonly { id: string; refund: Stripe.Refund }[],
  changed: readonly DisputeRow[],
  books: Books,
): Tidings {
  const { id: payment_id, order_id } = payment;
  const ref = (refund_id: string) => ({ refund_id, payment_id, order_id });
  // Money that went and came back went all the same.
  const made = updates.filter(({ row, providerRef }) => row.provider_ref === null && providerRef !== null);
  const failed = updates.filter(({ row, status }) => isUndone(status) && !isUndone(row.status));
  const opened = changed.filter(
    (row) => isOpenDispute(row) && !books.disputes.some(({ id }) => id === row.id),
  );
  const firstSeen = changed.filter((row) => !books.disputes.some(({ id }) => id === row.id));
  return {
    events: [
      ...made.map(({ row }) => refundMade(ref(row.id))),
      ...made.filter(({ row }) => row.source === "late").map(() => latePaymentRefunded({ order_id })),
      ...foreign.map(({ id }) => refundMade(ref(id))),
      ...failed.map(({ row }) => refundFailed(ref(row.id))),
      ...opened.map(({ id }) => disputeOpened({ dispute_id: id, payment_id, order_id })),
    ],
    alerts: [
      ...failed.map(({ row, failureReason }): Alert => ({
        code: "refund.failed",
        entity: "refund",
        entityId: row.id,
        details: {
          order: order_id,
          payment: payment_id,
          amount: row.amount,
          currency: row.currency,
          reason: failureReason,
        },
      })),
      ...firstSeen.map((row): Alert => ({
        code: "payment.disputed",
        entity: "dispute",
        entityId: row.id,
        details: {
          order: order_id,
          payment: payment_id,
          amount: row.amount,
          currency: row.currency,
          reason: row.reason,
        },
      })),
    ],
    audit: [
      ...updates.map(({ row, status }): AuditEntry => ({
        action: isUndone(status) ? "refund.fail" : "refund.make",
        entity: "refund",
        entityId: row.id,
        before: { status: row.status },
        after: { status, order: order_id, amount: row.amount },
      })),
      ...foreign.map(({ id, refund }): AuditEntry => ({
        action: "refund.take_over",
        entity: "refund",
        entityId: id,
        after: { status: statusOf(refund), order: order_id, amount: refund.amount, provider_ref: refund.id },
      })),
      ...changed.map((row): AuditEntry => ({
        action: "dispute.take_over",
        entity: "dispute",
        entityId: row.id,
        after: { status: row.status, order: order_id, amount: row.amount },
      })),
    ],
  };
}

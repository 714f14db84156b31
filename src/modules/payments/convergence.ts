import type Stripe from "stripe";
import type { AuditEntry, Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { isoTime } from "../../platform/clock.ts";
import {
  type Books,
  derivePaymentStmt,
  type DisputeRow,
  insertEntriesStmts,
  upsertDisputesStmts,
} from "./books.repo.ts";
import { isOpenDispute } from "./dispute-states.ts";
import {
  chargeIdOf,
  chargeOf,
  disputeEntries,
  intentEntries,
  isRelease,
  isUndone,
  type LedgerEntry,
  methodOf,
  refundEntries,
} from "./ledger-entries.ts";
import type { PaymentRow } from "./payments.repo.ts";
import { failedUpdate, refundNews, statusOf } from "./refund-news.ts";
import { insertForeignRefundStmt, type RefundRow, updateRefundStmts } from "./refunds.repo.ts";
import { tidingsOf } from "./tidings.ts";

/** What is known of a payment at Stripe. What is left out was not looked at. */
export interface Told {
  intent?: Stripe.PaymentIntent | undefined;
  refunds?: readonly Stripe.Refund[] | undefined;
  disputes?: readonly Stripe.Dispute[] | undefined;
  /** A refund of ours that Stripe will not make, and why. */
  refused?: { refund: RefundRow; reason: string } | undefined;
}

/** How the books get to say what Stripe says. */
export interface Convergence extends Required<Omit<Work, "constraints">> {
  audit: AuditEntry[];
  /** Whether there was anything that the books did not say yet. */
  isNews: boolean;
  /** The payment's sums as they will be. */
  captured: number;
  refunded: number;
  /** The order's disputes as they will be. */
  disputes: DisputeRow[];
}

/**
 * Compares the books of a payment with what Stripe says, and tells what to write. Does no I/O. It may be told the same twice, late or
 * in another order: every entry of the ledger is written once, sums are those of the ledger, and final states stay. The statements violate
 * `PAYMENT_LOCK` when the payment was changed since the books were read.
 */
export function convergence(ctx: Ctx, books: Books, payment: PaymentRow, told: Told): Convergence {
  const known = new Map(
    books.ledger
      .filter((entry) => entry.payment_id === payment.id)
      .map((entry) => [`${entry.kind} ${entry.provider_ref}`, entry.amount]),
  );
  const refunds = (told.refunds ?? []).filter(
    (refund) => refund.metadata?.["refund_id"] !== undefined || !isRelease(refund, told.intent),
  );
  const entries = newEntries(known, [
    ...(told.intent ? intentEntries(told.intent) : []),
    ...refunds.flatMap(refundEntries),
    ...(told.disputes ?? []).flatMap((dispute) => disputeEntries(dispute, payment.currency)),
  ]);
  const sum = (kind: string) =>
    entries.reduce((all, entry) => all + (entry.kind === kind ? entry.amount : 0), 0);
  const captured = payment.captured + sum("captured");
  const rows = books.refunds.filter((row) => row.payment_id === payment.id);
  const news = refundNews(rows, refunds, captured);
  const refused = told.refused && rows.find((row) => row.id === told.refused?.refund.id);
  if (refused?.status === "requested" && !news.updates.some((update) => update.row.id === refused.id)) {
    news.updates.push(failedUpdate(refused, told.refused?.reason ?? "refused"));
  }
  const foreign = news.foreign.map((refund) => ({ id: ctx.newId(), refund }));
  const changed = changedDisputes(ctx, books, payment, told.disputes ?? []);
  const isNews =
    entries.length > 0 ||
    news.updates.length > 0 ||
    foreign.length > 0 ||
    changed.length > 0 ||
    (told.intent !== undefined && !isKnownIntent(payment, told.intent));
  return {
    isNews,
    captured,
    refunded: payment.refunded + sum("refunded") - sum("refund_failed"),
    disputes: [...books.disputes.filter((row) => !changed.some(({ id }) => id === row.id)), ...changed],
    statements: [
      ...insertEntriesStmts(ctx, payment, entries),
      ...news.updates.flatMap((update) => updateRefundStmts(ctx, update)),
      ...foreign.map(({ id, refund }) => foreignRefundStmt(ctx, payment, id, refund)),
      ...upsertDisputesStmts(ctx, changed),
      derivePaymentStmt(ctx, payment, told.intent && intentFields(told.intent)),
    ],
    ...tidingsOf(payment, news, foreign, changed, books),
  };
}

/** Whether the payment's row says already what its intent says. */
function isKnownIntent(payment: PaymentRow, intent: Stripe.PaymentIntent): boolean {
  return (
    payment.intent_id === intent.id &&
    payment.charge_id === chargeIdOf(intent) &&
    (payment.status === intent.status || payment.status === "succeeded" || payment.status === "canceled") &&
    payment.captured >= intent.amount_received
  );
}

function newEntries(known: ReadonlyMap<string, number>, entries: readonly LedgerEntry[]): LedgerEntry[] {
  const seen = new Set<string>();
  return entries.filter(({ kind, providerRef }) => {
    const key = `${kind} ${providerRef}`;
    const isNew = !known.has(key) && !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function intentFields(intent: Stripe.PaymentIntent) {
  const error = intent.last_payment_error;
  return {
    intentId: intent.id,
    clientSecret: intent.client_secret,
    chargeId: chargeIdOf(intent),
    status: intent.status,
    nextAction: intent.next_action,
    lastError: error
      ? { code: error.code, decline_code: error.decline_code, message: error.message }
      : undefined,
    method: methodOf(chargeOf(intent)),
  };
}

function changedDisputes(
  ctx: Ctx,
  books: Books,
  payment: PaymentRow,
  told: readonly Stripe.Dispute[],
): DisputeRow[] {
  return told.flatMap((dispute) => {
    const before = books.disputes.find(({ id }) => id === dispute.id);
    // A closed dispute is not opened again by older news.
    if (before && !isOpenDispute(before) && isOpenDispute(dispute)) return [];
    const due = dispute.evidence_details.due_by;
    const row: DisputeRow = {
      id: dispute.id,
      payment_id: payment.id,
      order_id: payment.order_id,
      amount: dispute.amount,
      currency: payment.currency,
      status: dispute.status,
      reason: dispute.reason,
      evidence_due_by: due === null ? null : isoTime(new Date(due * 1000)),
      created_at: before?.created_at ?? isoTime(new Date(dispute.created * 1000)),
      updated_at: isoTime(ctx.now()),
    };
    const isSame =
      before &&
      before.status === row.status &&
      before.amount === row.amount &&
      before.evidence_due_by === row.evidence_due_by;
    return isSame ? [] : [row];
  });
}

function foreignRefundStmt(ctx: Ctx, payment: PaymentRow, id: string, refund: Stripe.Refund) {
  const status = statusOf(refund);
  return insertForeignRefundStmt(ctx, {
    id,
    paymentId: payment.id,
    orderId: payment.order_id,
    amount: refund.amount,
    currency: payment.currency,
    status,
    reason: refund.reason,
    providerRef: refund.id,
    failureReason: isUndone(status) ? (refund.failure_reason ?? status) : null,
    createdAt: new Date(refund.created * 1000),
  });
}

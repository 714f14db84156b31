import type Stripe from "stripe";
import type { RefundRow, RefundUpdate } from "./refunds.repo.ts";
import { isUndone } from "./ledger-entries.ts";
import type { RefundStatus } from "./payments.table.ts";

/** Which way a refund's status goes; what comes earlier is older news. */
const RANK: Record<RefundStatus, number> = {
  requested: 0,
  pending: 1,
  requires_action: 1,
  succeeded: 2,
  failed: 3,
  canceled: 3,
};

/** What refunds at Stripe say that the books do not know yet. */
export interface RefundNews {
  updates: RefundUpdate[];
  /** Made at Stripe by somebody else. */
  foreign: Stripe.Refund[];
}

/**
 * Compares the refunds of a payment with Stripe's. A refund is ours when it bears our id; older news changes nothing. Pure.
 * What somebody made at Stripe by hand can use up money that a refund of ours was to give back: that one has failed then.
 */
export function refundNews(
  rows: readonly RefundRow[],
  told: readonly Stripe.Refund[],
  captured: number,
): RefundNews {
  const updates: RefundUpdate[] = [];
  const foreign: Stripe.Refund[] = [];
  for (const refund of told) {
    const row = rows.find(
      ({ id, provider_ref }) =>
        provider_ref === refund.id || (provider_ref === null && id === refund.metadata?.["refund_id"]),
    );
    if (row === undefined) foreign.push(refund);
    else {
      const update = updateOf(row, refund);
      if (update) updates.push(update);
    }
  }
  const after = rows.map((row) => {
    const update = updates.find((candidate) => candidate.row.id === row.id);
    return { row, status: update?.status ?? row.status };
  });
  let left = captured;
  for (const { status, row } of after) if (!isUndone(status) && status !== "requested") left -= row.amount;
  for (const refund of foreign) if (!isUndone(refund.status)) left -= refund.amount;
  for (const { row, status } of after) {
    if (status !== "requested") continue;
    if (row.amount <= left) left -= row.amount;
    else updates.push(failedUpdate(row, "refunded_otherwise"));
  }
  return { updates, foreign };
}

function updateOf(row: RefundRow, refund: Stripe.Refund): RefundUpdate | undefined {
  const status = statusOf(refund);
  // Given up here, and made at Stripe all the same: what has happened counts.
  const isRevived = row.provider_ref === null && isUndone(row.status);
  const isNews = RANK[status] > RANK[row.status] || row.provider_ref === null;
  if (!isNews) return undefined;
  return {
    row,
    status,
    providerRef: refund.id,
    failureReason: isUndone(status) ? (refund.failure_reason ?? status) : null,
    givesUnitsBack: isUndone(status) && !isRevived,
  };
}

/** A refund that Stripe will not make. */
export function failedUpdate(row: RefundRow, reason: string): RefundUpdate {
  return { row, status: "failed", providerRef: null, failureReason: reason, givesUnitsBack: true };
}

/** Stripe's status of a refund; one without a status is on its way. */
export function statusOf({ status }: Pick<Stripe.Refund, "status">): RefundStatus {
  return STATUSES_AT_STRIPE.find((known) => known === status) ?? "pending";
}

const STATUSES_AT_STRIPE = ["pending", "requires_action", "succeeded", "failed", "canceled"] as const;

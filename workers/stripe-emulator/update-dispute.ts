import type Stripe from "stripe";
import type { Execution } from "./account.execution.ts";
import type { Work } from "./account.work.ts";
import { idOf } from "./account.kinds.ts";
import { endDispute } from "./close-dispute.ts";
import { isOpen } from "./dispute.find.ts";
import type { DisputeParams } from "./dispute.params.ts";
import { changeMetadata } from "./wire.metadata.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import { invalid } from "./wire.refusal.ts";

/**
 * POST /v1/disputes/:id: adds evidence and, unless `submit=false`, sends it to the bank. As in Stripe's test mode the
 * texts `winning_evidence` and `losing_evidence` decide the dispute at once.
 */
export function updateDispute({ work, id }: Execution, params: DisputeParams): Outcome {
  const before = work.get("dispute", id);
  const metadata = changeMetadata(before.metadata, params.metadata);
  const submits = params.evidence !== undefined || params.submit === true;
  if (submits && !isOpen(before)) throw invalid("This dispute is already closed");
  const dispute = submits ? withEvidence(before, params) : before;
  const updated = { ...dispute, metadata };
  const payment = work.payment(idOf(before.payment_intent) ?? "");
  work.save(updated);
  const { evidence, evidence_details, status } = before;
  const previous = { evidence, evidence_details, metadata: before.metadata, status };
  work.emit("charge.dispute.updated", updated, payment, previous);
  return ok(decided(work, updated));
}

function withEvidence(before: Stripe.Dispute, params: DisputeParams): Stripe.Dispute {
  const given = Object.entries(params.evidence ?? {}).filter(([, value]) => value !== undefined);
  const evidence = { ...before.evidence, ...Object.fromEntries(given) };
  const isSent = params.submit !== false;
  const { submission_count: count, submission_method: method } = before.evidence_details;
  return {
    ...before,
    evidence,
    evidence_details: {
      ...before.evidence_details,
      has_evidence: Object.values(evidence).some((value) => typeof value === "string"),
      submission_count: isSent ? count + 1 : count,
      submission_method: isSent ? "manual" : method,
    },
    status: isSent ? "under_review" : before.status,
  };
}

function decided(work: Work, dispute: Stripe.Dispute): Stripe.Dispute {
  const { uncategorized_text: verdict } = dispute.evidence;
  if (dispute.status !== "under_review") return dispute;
  if (verdict === "winning_evidence") return endDispute(work, dispute, "won");
  return verdict === "losing_evidence" ? endDispute(work, dispute, "lost") : dispute;
}

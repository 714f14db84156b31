import type Stripe from "stripe";
import type { Execution } from "./account.execution.ts";
import type { Work } from "./account.work.ts";
import { idOf } from "./account.kinds.ts";
import { disputeReversalTransaction } from "./balance-transaction.build.ts";
import { isOpen } from "./dispute.find.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import { invalid } from "./wire.refusal.ts";

/** POST /v1/disputes/:id/close: accepts the dispute, which is thereby lost. */
export function closeDispute({ work, id }: Execution): Outcome {
  return ok(endDispute(work, work.get("dispute", id), "lost"));
}

/** The bank has decided. Of one that was won the amount comes back, but not Stripe's fee. @throws Refusal */
export function endDispute(work: Work, dispute: Stripe.Dispute, status: "won" | "lost"): Stripe.Dispute {
  if (!isOpen(dispute)) throw invalid("This dispute is already closed");
  const payment = work.payment(idOf(dispute.payment_intent) ?? "");
  const reversals = status === "won" ? [disputeReversalTransaction(dispute, work.now)] : [];
  const balance_transactions = [...dispute.balance_transactions, ...reversals];
  const closed = { ...dispute, balance_transactions, status };
  for (const reversal of reversals) work.save(reversal);
  work.save(closed);
  if (status === "won") work.emit("charge.dispute.funds_reinstated", closed, payment);
  work.emit("charge.dispute.closed", closed, payment, { status: dispute.status });
  return closed;
}

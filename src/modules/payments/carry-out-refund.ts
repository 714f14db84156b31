import { addSeconds } from "../../platform/clock.ts";
import { type Alert, commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { describeError } from "../../platform/log.ts";
import { isOutage } from "./stripe-errors.ts";
import { makeRefund } from "./make-refund.ts";
import { findPayment } from "./payments.repo.ts";
import { recordPayment } from "./record-payment.ts";
import { findRefund, findRequestedRefunds, type RefundRow, triedRefundStmt } from "./refunds.repo.ts";

const REFUNDS_A_RUN = 50;
const AT_ONCE = 5;
/** Whoever asked for a refund asks Stripe at once; the sweeper is for those who died over it. */
const LEFT_ALONE_SECONDS = 30;
/** How long a refund may resist before somebody should look why. */
const ALERT_AFTER_SECONDS = 60 * 60;

/**
 * Asks Stripe for a refund that was planned, and records what came of it. Answers the refund as it stands then: `requested` still when
 * Stripe did not answer (the sweeper asks again), `failed` when Stripe will not make it. May be repeated, also in parallel, also after
 * a crash at any point: the refund is made once.
 * @throws resource.not_found for a refund that does not exist
 */
export async function carryOutRefund(ctx: Ctx, refundId: string): Promise<RefundRow> {
  const refund = await findRefund(ctx, refundId);
  if (!refund) throw notFound("There is no such refund.");
  if (refund.status !== "requested") return refund;
  await tryRefund(ctx, refund);
  return (await findRefund(ctx, refundId)) ?? refund;
}

type Tried = "done" | "failed" | "outage";

async function tryRefund(ctx: Ctx, refund: RefundRow): Promise<Tried> {
  const which = { orderId: refund.order_id, paymentId: refund.payment_id };
  const payment = await findPayment(ctx, refund.payment_id);
  if (!payment?.intent_id) throw new Error(`refund ${refund.id} is of a payment without an intent`);
  const outcome = await makeRefund(ctx, payment.intent_id, refund);
  switch (outcome.kind) {
    case "made":
      await recordPayment(ctx, which, { refunds: [outcome.refund] });
      return "done";
    case "refused":
      await recordPayment(ctx, which, { refused: { refund, reason: outcome.reason } });
      return "done";
    case "unknown":
      ctx.log.warn("a refund could not be made now", {
        refund_id: refund.id,
        ...describeError(outcome.error),
      });
      await putOff(ctx, refund);
      return isOutage(outcome.error) ? "outage" : "failed";
  }
}

/** Others get their turn first; somebody is told when it takes too long. */
async function putOff(ctx: Ctx, refund: RefundRow): Promise<void> {
  const alerts = stuckAlerts(ctx, refund);
  await commit(ctx, { statements: [triedRefundStmt(ctx, refund.id)], alerts });
}

function stuckAlerts(ctx: Ctx, refund: RefundRow): Alert[] {
  const waited = ctx.now().getTime() - Date.parse(refund.created_at);
  if (waited < ALERT_AFTER_SECONDS * 1000) return [];
  const details = { order: refund.order_id, payment: refund.payment_id, amount: refund.amount };
  return [{ code: "refund.stuck", entity: "refund", entityId: refund.id, details }];
}

/**
 * Makes the refunds whose asker died, or met an outage. When Stripe could not be reached for all of some, it is taken for down and the
 * rest is left for the next run.
 */
export async function carryOutRefunds(ctx: Ctx): Promise<string> {
  const waiting = await findRequestedRefunds(ctx, addSeconds(ctx.now(), -LEFT_ALONE_SECONDS), REFUNDS_A_RUN);
  let made = 0;
  for (let start = 0; start < waiting.length; start += AT_ONCE) {
    const some = waiting.slice(start, start + AT_ONCE);
    const outcomes = await Promise.all(some.map((refund) => tryQuietly(ctx, refund)));
    made += outcomes.filter((outcome) => outcome === "done").length;
    if (some.length === AT_ONCE && outcomes.every((outcome) => outcome === "outage")) break;
  }
  return `${made} of ${waiting.length} waiting refunds`;
}

/** One that fails in an unforeseen way must not keep the others waiting. */
async function tryQuietly(ctx: Ctx, refund: RefundRow): Promise<Tried> {
  try {
    return await tryRefund(ctx, refund);
  } catch (error) {
    ctx.log.error("a refund could not be carried out", { refund_id: refund.id, ...describeError(error) });
  }
  try {
    await putOff(ctx, refund);
  } catch (error) {
    ctx.log.error("a refund could not be put off", { refund_id: refund.id, ...describeError(error) });
  }
  return "failed";
}

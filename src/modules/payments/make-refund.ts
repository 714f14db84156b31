import Stripe from "stripe";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { keyIsDead } from "./stripe-errors.ts";
import { nextRefundAttemptStmt, type RefundRow, STRIPE_REASONS } from "./refunds.repo.ts";
import { stripeOf } from "./stripe-client.ts";

const KEYS_TRIED = 3;
const EXPANDED = ["balance_transaction"];

/** What came of asking Stripe for a refund. */
export type RefundOutcome =
  | { kind: "made"; refund: Stripe.Refund }
  /** Stripe will not make it, now or later. */
  | { kind: "refused"; reason: string }
  /** Nobody knows, or Stripe has no time: asking again tells. */
  | { kind: "unknown"; error: unknown };

/**
 * Asks Stripe for a refund of ours. May be repeated and run in parallel: the key makes a repeat find the same refund, and before
 * anything else is done than asking under it (the next key, giving up) Stripe's list is searched for the refund that bears our id.
 */
export async function makeRefund(ctx: Ctx, intentId: string, refund: RefundRow): Promise<RefundOutcome> {
  for (let attempt = refund.create_attempt; ; attempt++) {
    try {
      return { kind: "made", refund: await create(ctx, intentId, refund, attempt) };
    } catch (error) {
      const isRefusal = error instanceof Stripe.errors.StripeInvalidRequestError;
      if (!isRefusal && !keyIsDead(error)) return { kind: "unknown", error };
      const made = await findMade(ctx, intentId, refund);
      if (made !== "unknown" && made !== undefined) return { kind: "made", refund: made };
      if (made === "unknown") return { kind: "unknown", error };
      if (!keyIsDead(error)) return { kind: "refused", reason: reasonOf(error) };
      await commit(ctx, { statements: [nextRefundAttemptStmt(refund.id, attempt)] });
      if (attempt - refund.create_attempt + 1 >= KEYS_TRIED) return { kind: "unknown", error };
    }
  }
}

async function create(
  ctx: Ctx,
  intentId: string,
  refund: RefundRow,
  attempt: number,
): Promise<Stripe.Refund> {
  const reason = STRIPE_REASONS.find((each) => each === refund.reason);
  const made = await stripeOf(ctx).refunds.create(
    {
      payment_intent: intentId,
      amount: refund.amount,
      ...(reason ? { reason } : {}),
      metadata: { refund_id: refund.id, payment_id: refund.payment_id, order_id: refund.order_id },
      expand: EXPANDED,
    },
    { idempotencyKey: `refund:${refund.id}${attempt === 1 ? "" : `:${attempt}`}` },
  );
  // A replayed answer is as old as the first request.
  const isReplay = made.lastResponse.headers["idempotent-replayed"] === "true";
  return isReplay ? stripeOf(ctx).refunds.retrieve(made.id, { expand: EXPANDED }) : made;
}

async function findMade(
  ctx: Ctx,
  intentId: string,
  refund: RefundRow,
): Promise<Stripe.Refund | undefined | "unknown"> {
  try {
    const listed = stripeOf(ctx).refunds.list({
      payment_intent: intentId,
      limit: 100,
      expand: ["data.balance_transaction"],
    });
    for await (const candidate of listed) {
      if (candidate.metadata?.["refund_id"] === refund.id) return candidate;
    }
    return undefined;
  } catch (error) {
    ctx.log.warn("the refunds of a payment could not be listed", {
      refund_id: refund.id,
      ...describeError(error),
    });
    return "unknown";
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Stripe.errors.StripeError)) return "refused";
  if (error.code !== undefined) return error.code;
  return error.param === "amount" ? "amount_too_large" : "refused";
}

import { addSeconds } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { releaseStmts, stockChanged } from "../inventory/index.ts";
import {
  checkLaterStmt,
  findExpiredOrders,
  orderExpired,
  type OrderRow,
  transition,
  transitionStmts,
} from "../orders/index.ts";
import {
  applyIntentStmts,
  cancelIntent,
  ensureIntent,
  type PaymentIntent,
  type PaymentRow,
} from "../payments/index.ts";
import { readOrder } from "./read-order.ts";
import { settleOrder } from "./settle-payment.ts";

const ORDERS_A_RUN = 50;
/** When to look again at an order that could not be expired: its payment is under way, or Stripe did not answer. */
const CHECK_AGAIN_SECONDS = 120;

/** Expires every unpaid order whose hold has ended. One that fails is left for the next run. */
export async function expireOrders(ctx: Ctx): Promise<string> {
  const due = await findExpiredOrders(ctx, ORDERS_A_RUN);
  let expired = 0;
  for (const { id } of due) {
    try {
      if (await expireOrder(ctx, id)) expired += 1;
      else await checkLater(ctx, id);
    } catch (error) {
      await checkLater(ctx, id);
      ctx.log.error("an order could not be expired", { order_id: id, ...describeError(error) });
    }
  }
  return `${expired} of ${due.length} due orders expired`;
}

function checkLater(ctx: Ctx, orderId: string): Promise<unknown> {
  return commit(ctx, { statements: [checkLaterStmt(orderId, addSeconds(ctx.now(), CHECK_AGAIN_SECONDS))] });
}

/**
 * Cancels the payment first and gives the stock back after: what is released can no longer be paid.
 * An order that turns out to be paid is settled instead; one whose payment is under way keeps its stock.
 */
async function expireOrder(ctx: Ctx, orderId: string): Promise<boolean> {
  const { order, payment } = (await readOrder(ctx, orderId)) ?? {};
  if (!order || !payment) return false;
  const intent = await cancelPayment(ctx, order, payment);
  if (intent && intent.status !== "canceled") {
    await settleOrder(ctx, order.id, intent);
    return false;
  }
  const step = transition(order, "expire", "the hold ended without payment");
  const lines = JSON.parse(order.lines) as { variant_id: string }[];
  await commit(ctx, {
    statements: [
      ...transitionStmts(ctx, step),
      ...releaseStmts(ctx, order.id),
      ...(intent ? applyIntentStmts(ctx, payment, intent) : []),
    ],
    events: [
      orderExpired({ order_id: order.id }),
      stockChanged({ variant_ids: [...new Set(lines.map((line) => line.variant_id))] }),
    ],
    audit: {
      action: "order.expire",
      entity: "order",
      entityId: order.id,
      before: { status: step.from },
      after: { status: step.to },
    },
  });
  return true;
}

/** The payment's intent in its final state; undefined when Stripe would not even make one. */
async function cancelPayment(
  ctx: Ctx,
  order: OrderRow,
  payment: PaymentRow,
): Promise<PaymentIntent | undefined> {
  const outcome = await ensureIntent(ctx, payment, order);
  if (outcome.kind === "refused") return undefined;
  if (outcome.kind !== "intent")
    throw new Error(`Stripe could not be asked about the payment: ${outcome.kind}`);
  return cancelIntent(ctx, outcome.intent.id);
}

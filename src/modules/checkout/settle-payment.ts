import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";
import { DomainError } from "../../platform/errors.ts";
import {
  allocate,
  type Demand,
  heldLinesStmt,
  type Level,
  levelsStmt,
  NOT_OVERSOLD,
  outOfStock,
  outOfStockError,
  reserveStmts,
  stockChanged,
} from "../inventory/index.ts";
import {
  findOrder,
  orderPaid,
  orderPaidTooLate,
  type OrderRow,
  TRANSITION_LOCK,
  transition,
  transitionStmts,
} from "../orders/index.ts";
import {
  applyIntentStmts,
  applyRefundStmts,
  eventProcessedStmt,
  findPaymentOfOrder,
  type PaymentIntent,
  type PaymentRow,
  refundIntent,
  retrieveIntent,
} from "../payments/index.ts";
import { isKnown, settlementWork, verdictOf } from "./settlement.ts";

class LostRace extends Error {}

const ATTEMPTS = 5;

/** Re-reads an intent from Stripe and brings our order and payment to what it says. */
export async function settleIntent(ctx: Ctx, intentId: string, stripeEventId?: string): Promise<void> {
  const intent = await retrieveIntent(ctx, intentId);
  const orderId = intent.metadata["order_id"];
  if (orderId !== undefined) await settleOrder(ctx, orderId, intent);
  else ctx.log.warn("a payment intent belongs to no order", { intent_id: intentId });
  if (stripeEventId !== undefined)
    await commit(ctx, { statements: [eventProcessedStmt(ctx, stripeEventId)] });
}

/**
 * Converges an order with its intent. Duplicates, wrong order and parallel runs all end in the same state: whoever loses
 * the race for the next step reads again and finds nothing left to do. `always` records an outcome that changes nothing, too.
 */
export async function settleOrder(
  ctx: Ctx,
  orderId: string,
  intent: PaymentIntent,
  options: { always?: boolean } = {},
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const [order, payment] = await Promise.all([findOrder(ctx, orderId), findPaymentOfOrder(ctx, orderId)]);
    if (!order || !payment) return;
    const verdict = verdictOf(order, intent);
    if (verdict.kind === "none" && !options.always && isKnown(payment, intent)) return;
    if (intent.status === "succeeded" && verdict.kind === "none" && intent.amount_received < order.total) {
      ctx.log.error("a payment covers less than its order", { order_id: order.id, intent_id: intent.id });
    }
    try {
      if (verdict.kind === "late") await settleLate(ctx, order, payment, intent);
      else {
        await commit(ctx, {
          ...settlementWork(ctx, order, payment, intent),
          constraints: { [TRANSITION_LOCK]: () => new LostRace() },
        });
      }
      return;
    } catch (error) {
      if (!(error instanceof LostRace) || attempt >= ATTEMPTS) throw error;
    }
  }
}

/** Money for an order that gave its stock back: take the stock again, or give the money back and say so. */
async function settleLate(
  ctx: Ctx,
  order: OrderRow,
  payment: PaymentRow,
  intent: PaymentIntent,
): Promise<void> {
  if (payment.refunded > 0) return;
  if (order.status === "expired" && (await reserveAgain(ctx, order, payment, intent))) return;
  const refund = await refundIntent(ctx, intent.id, `refund:${payment.id}:late`);
  await commit(ctx, {
    statements: [...applyIntentStmts(ctx, payment, intent), ...applyRefundStmts(ctx, payment, refund)],
    events: [orderPaidTooLate({ order_id: order.id })],
    audit: {
      action: "order.refund_late_payment",
      entity: "order",
      entityId: order.id,
      after: { refund: refund.id, amount: refund.amount },
    },
  });
}

async function reserveAgain(
  ctx: Ctx,
  order: OrderRow,
  payment: PaymentRow,
  intent: PaymentIntent,
): Promise<boolean> {
  const lines = JSON.parse(order.lines) as {
    id: string;
    variant_id: string;
    sku: string;
    quantity: number;
  }[];
  const demands: Demand[] = lines.map((line) => ({
    orderLineId: line.id,
    variantId: line.variant_id,
    sku: line.sku,
    quantity: line.quantity,
  }));
  const [levels, held] = await readBatch<[Level, { order_line_id: string }]>(ctx.env.DB, [
    levelsStmt(demands.map((demand) => demand.variantId)),
    heldLinesStmt(order.id),
  ]);
  const lineIds = new Set(held.map((row) => row.order_line_id));
  const { allocations, shortages } = allocate(
    demands.filter((demand) => lineIds.has(demand.orderLineId)),
    levels,
  );
  if (shortages.length > 0) return false;
  const step = transition(order, "settle_late", "paid after the hold ended, stock was taken again");
  try {
    await commit(ctx, {
      statements: [
        ...transitionStmts(ctx, step),
        ...applyIntentStmts(ctx, payment, intent),
        ...reserveStmts(ctx, order.id, allocations),
      ],
      events: [
        orderPaid({ order_id: order.id }),
        ...(allocations.length > 0
          ? [stockChanged({ variant_ids: allocations.map((item) => item.variantId) })]
          : []),
      ],
      audit: { action: "order.settle_late", entity: "order", entityId: order.id, after: { status: step.to } },
      constraints: {
        [NOT_OVERSOLD]: () => outOfStockError([]),
        [TRANSITION_LOCK]: () => new LostRace(),
      },
    });
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === outOfStock.code) return false;
    throw error;
  }
}

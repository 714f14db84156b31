import { type Alert, commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { readBatch, type Statement } from "../../platform/db.ts";
import {
  allocate,
  heldLinesStmt,
  type Level,
  levelsStmt,
  LOCATION_ACTIVE,
  NOT_OVERSOLD,
  reserveStmts,
  stockChanged,
} from "../inventory/index.ts";
import {
  demandsOf,
  isErased,
  latePaymentRefunded,
  orderPaid,
  orderPaidTooLate,
  type OrderRow,
  TRANSITION_LOCK,
  transition,
  transitionStmts,
} from "../orders/index.ts";
import {
  applyIntentStmts,
  applyRefundsStmts,
  type PaymentIntent,
  type PaymentRow,
  refundIntent,
} from "../payments/index.ts";
import { readOrder } from "./read-order.ts";
import { LostRace } from "./settlement.ts";

/**
 * Money for an order that gave its stock back: take the stock again, or decide to give the money back. Either is a step of
 * the order, so of parallel runs exactly one decides. The refund itself follows from the event.
 * @throws LostRace when another run decided, or somebody else was given the stock first
 */
export async function settleLate(
  ctx: Ctx,
  order: OrderRow,
  payment: PaymentRow,
  intent: PaymentIntent,
  extra: Statement[],
): Promise<void> {
  // An order whose person was erased has no address any more to send anything to.
  const canRevive = order.status === "expired" && !isErased(order);
  if (canRevive && (await reserveAgain(ctx, order, payment, intent, extra))) return;
  const step = transition(
    order,
    order.status === "expired" ? "refuse_late" : "refuse_cancelled",
    "the money goes back",
  );
  await commit(ctx, {
    statements: [...transitionStmts(ctx, step), ...applyIntentStmts(ctx, payment, intent), ...extra],
    events: [orderPaidTooLate({ order_id: order.id })],
    audit: {
      action: `order.${step.action}`,
      entity: "order",
      entityId: order.id,
      after: { intent: intent.id, amount: intent.amount_received },
    },
    alerts: [lateAlert(order, intent, "refunding")],
    constraints: { [TRANSITION_LOCK]: () => new LostRace() },
  });
}

async function reserveAgain(
  ctx: Ctx,
  order: OrderRow,
  payment: PaymentRow,
  intent: PaymentIntent,
  extra: Statement[],
): Promise<boolean> {
  const demands = demandsOf(order);
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
  await commit(ctx, {
    statements: [
      ...transitionStmts(ctx, step),
      ...applyIntentStmts(ctx, payment, intent),
      ...reserveStmts(ctx, order.id, allocations),
      ...extra,
    ],
    events: [
      orderPaid({ order_id: order.id }),
      ...(allocations.length > 0
        ? [stockChanged({ variant_ids: allocations.map((item) => item.variantId) })]
        : []),
    ],
    audit: { action: "order.settle_late", entity: "order", entityId: order.id, after: { status: step.to } },
    alerts: [lateAlert(order, intent, "stock_taken_again")],
    // What was allocated is gone: another location may still have it, so the whole is decided anew.
    constraints: {
      [NOT_OVERSOLD]: () => new LostRace(),
      [LOCATION_ACTIVE]: () => new LostRace(),
      [TRANSITION_LOCK]: () => new LostRace(),
    },
  });
  return true;
}

/** The customer hears of it by mail; the shop should look why money moved so late. */
function lateAlert(
  order: OrderRow,
  intent: PaymentIntent,
  outcome: "stock_taken_again" | "refunding",
): Alert {
  const { id, number, currency } = order;
  const details = {
    outcome,
    order_number: number,
    intent: intent.id,
    amount: intent.amount_received,
    currency,
  };
  return { code: "order.late_payment", entity: "order", entityId: id, details };
}

/**
 * Gives back the money that came too late, then tells the customer. The key makes a repeat find the same refund, the ledger
 * takes it once. What a bank refuses to take back is an alert.
 */
export async function refundLatePayment(ctx: Ctx, orderId: string): Promise<void> {
  const { order, payment } = (await readOrder(ctx, orderId)) ?? {};
  if (!order || !payment?.intent_id || payment.captured === 0 || payment.refunded >= payment.captured) return;
  const { refunds } = await refundIntent(ctx, payment.intent_id, `refund:${payment.id}:late`);
  const refunded = refunds.reduce((sum, refund) => sum + refund.amount, 0);
  const details = { intent: payment.intent_id, captured: payment.captured, refunded };
  const isWhole = refunded >= payment.captured;
  await commit(ctx, {
    statements: applyRefundsStmts(ctx, payment, refunds),
    audit: { action: "order.refund_late_payment", entity: "order", entityId: order.id, after: details },
    ...(isWhole
      ? { events: [latePaymentRefunded({ order_id: order.id })] }
      : { alerts: [{ code: "order.refund_incomplete", entity: "order", entityId: order.id, details }] }),
  });
}

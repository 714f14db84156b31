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
  afterStep,
  demandsOf,
  factsOf,
  isErased,
  latePaymentRefunded,
  orderPaid,
  orderPaidTooLate,
  type OrderRow,
  paymentsOf,
  refundableOf,
  transition,
  transitionStmts,
} from "../orders/index.ts";
import {
  type Books,
  cancelIntent,
  carryOutRefund,
  CHANGED_MEANWHILE,
  type PaymentIntent,
  type PaymentRow,
  planRefund,
  recordingWork,
  type Told,
} from "../payments/index.ts";
import { readOrder } from "./read-order.ts";
import { LostRace } from "./settlement.ts";

type Settled = Told & { intent: PaymentIntent };

/**
 * Money for an order that gave its stock back: take the stock again, or decide to give the money back. Either is a step of
 * the order, so of parallel runs exactly one decides. The refund itself follows from the event.
 * @throws LostRace when another run decided, or somebody else was given the stock first
 */
export async function settleLate(
  ctx: Ctx,
  order: OrderRow,
  books: Books,
  payment: PaymentRow,
  told: Settled,
  extra: Statement[],
): Promise<void> {
  const { intent } = told;
  // An order whose person was erased has no address any more to send anything to.
  // What an exchange was paid with beside this money went back when it expired.
  const canRevive =
    order.status === "expired" &&
    payment.purpose === "order" &&
    order.source !== "exchange" &&
    !isErased(order);
  if (canRevive && (await reserveAgain(ctx, order, books, payment, told, extra))) return;
  const step = transition(
    order,
    order.status === "expired" ? "refuse_late" : "refuse_cancelled",
    "the money goes back",
  );
  const recording = recordingWork(ctx, afterStep(order, step), books, payment, told, true);
  await commit(ctx, {
    statements: [...transitionStmts(ctx, step), ...recording.statements, ...extra],
    events: [orderPaidTooLate({ order_id: order.id }), ...recording.events],
    audit: [
      {
        action: `order.${step.action}`,
        entity: "order",
        entityId: order.id,
        after: { intent: intent.id, amount: amountOf(intent) },
      },
      ...recording.audit,
    ],
    alerts: [lateAlert(order, intent, "refunding"), ...recording.alerts],
    constraints: CHANGED_MEANWHILE,
  });
}

async function reserveAgain(
  ctx: Ctx,
  order: OrderRow,
  books: Books,
  payment: PaymentRow,
  told: Settled,
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
  const recording = recordingWork(ctx, afterStep(order, step), books, payment, told, true);
  await commit(ctx, {
    statements: [
      ...transitionStmts(ctx, step),
      ...recording.statements,
      ...reserveStmts(ctx, order.id, allocations),
      ...extra,
    ],
    events: [
      orderPaid({ order_id: order.id, order: factsOf(order) }),
      ...(allocations.length > 0
        ? [stockChanged({ variant_ids: allocations.map((item) => item.variantId) })]
        : []),
      ...recording.events,
    ],
    audit: [
      { action: "order.settle_late", entity: "order", entityId: order.id, after: { status: step.to } },
      ...recording.audit,
    ],
    alerts: [lateAlert(order, told.intent, "stock_taken_again"), ...recording.alerts],
    // What was allocated is gone: another location may still have it, so the whole is decided anew.
    constraints: {
      ...CHANGED_MEANWHILE,
      [NOT_OVERSOLD]: () => new LostRace(),
      [LOCATION_ACTIVE]: () => new LostRace(),
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
    amount: amountOf(intent),
    currency,
  };
  return { code: "order.late_payment", entity: "order", entityId: id, details };
}

/** What was paid, or promised. */
function amountOf(intent: PaymentIntent): number {
  return intent.status === "requires_capture" ? intent.amount_capturable : intent.amount_received;
}

/**
 * Lets go of the money that came too late: what was taken is refunded, what was only authorised is released. The customer hears of it
 * once that is done. Repeated, it finds nothing left to give back.
 */
export async function refundLatePayment(ctx: Ctx, orderId: string): Promise<void> {
  let { order, books } = (await readOrder(ctx, orderId)) ?? {};
  for (const { id } of books?.payments ?? []) {
    const payment = books?.payments.find((each) => each.id === id && each.status === "requires_capture");
    if (!order || !books || !payment) continue;
    await releaseLate(ctx, order, books, payment);
    // It may have been captured before it could be let go of.
    ({ order, books } = (await readOrder(ctx, orderId)) ?? {});
  }
  if (!order || !books) return;
  const own = paymentsOf(order).filter(({ purpose }) => purpose !== "credit");
  const amount = own.reduce((sum, payment) => sum + refundableOf(payment), 0);
  if (amount === 0) {
    await tellOfForeignRefund(ctx, order, books);
    return;
  }
  const plan = planRefund(ctx, order, own, { amount, source: "late" });
  await commit(ctx, {
    statements: plan.statements,
    events: plan.events,
    constraints: plan.constraints,
    audit: {
      action: "order.refund_late_payment",
      entity: "order",
      entityId: order.id,
      after: { refunds: plan.refundIds, amount },
    },
  });
  for (const id of plan.refundIds) await carryOutRefund(ctx, id);
}

/** Somebody gave it back by hand before we could: the customer is told all the same. */
async function tellOfForeignRefund(ctx: Ctx, order: OrderRow, books: Books): Promise<void> {
  const isBack = books.payments.some(({ captured, refunded }) => captured > 0 && refunded === captured);
  const isOurs = books.refunds.some(({ source }) => source === "late");
  if (isBack && !isOurs) {
    await commit(ctx, { statements: [], events: [latePaymentRefunded({ order_id: order.id })] });
  }
}

async function releaseLate(ctx: Ctx, order: OrderRow, books: Books, payment: PaymentRow): Promise<void> {
  if (payment.intent_id === null) return;
  const intent = await cancelIntent(ctx, payment.intent_id);
  const recording = recordingWork(ctx, order, books, payment, { intent });
  await commit(ctx, {
    statements: recording.statements,
    alerts: recording.alerts,
    audit: [
      {
        action: "order.release_late_payment",
        entity: "order",
        entityId: order.id,
        after: { intent: intent.id },
      },
      ...recording.audit,
    ],
    events: [
      ...recording.events,
      ...(intent.status === "canceled" ? [latePaymentRefunded({ order_id: order.id })] : []),
    ],
    constraints: CHANGED_MEANWHILE,
  });
}

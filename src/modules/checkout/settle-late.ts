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
  orderPaid,
  orderPaidTooLate,
  type OrderRow,
  transition,
  transitionStmts,
} from "../orders/index.ts";
import {
  type Books,
  CHANGED_MEANWHILE,
  type PaymentIntent,
  type PaymentRow,
  recordingWork,
  type Told,
} from "../payments/index.ts";
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

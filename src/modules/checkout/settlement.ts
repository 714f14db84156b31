import type { Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import {
  canTransition,
  orderPaid,
  type OrderRow,
  type OrderAction,
  transition,
  transitionStmts,
} from "../orders/index.ts";
import { applyIntentStmts, chargeIdOf, type PaymentIntent, type PaymentRow } from "../payments/index.ts";

/** Another run took the order's next step, or the stock for it, first: read again. */
export class LostRace extends Error {}

/**
 * What the state of an intent asks of an order. Pure. `late`: money has arrived that nobody has dealt with yet, but the order
 * no longer holds stock.
 */
export type Verdict =
  { kind: "step"; action: OrderAction; reason?: string } | { kind: "late" } | { kind: "none" };

export function verdictOf(
  order: Pick<OrderRow, "status" | "total">,
  payment: Pick<PaymentRow, "captured">,
  intent: PaymentIntent,
): Verdict {
  const paid = intent.status === "succeeded" && intent.amount_received >= order.total;
  if (paid) {
    if (canTransition(order.status, "settle")) return { kind: "step", action: "settle" };
    const closed = order.status === "expired" || order.status === "cancelled";
    return closed && payment.captured === 0 ? { kind: "late" } : { kind: "none" };
  }
  const failed = intent.status === "requires_payment_method" && intent.last_payment_error !== null;
  if (failed && canTransition(order.status, "fail_payment")) {
    const { decline_code, code } = intent.last_payment_error ?? {};
    return { kind: "step", action: "fail_payment", reason: decline_code ?? code ?? "declined" };
  }
  const tryingAgain = intent.status === "requires_action" || intent.status === "processing";
  if (tryingAgain && canTransition(order.status, "retry_payment"))
    return { kind: "step", action: "retry_payment" };
  return { kind: "none" };
}

/** Whether the payment's row says already what the intent says. */
export function isKnown(payment: PaymentRow, intent: PaymentIntent): boolean {
  return (
    payment.intent_id === intent.id &&
    payment.charge_id === chargeIdOf(intent) &&
    (payment.status === intent.status || payment.status === "succeeded" || payment.status === "canceled") &&
    payment.captured >= intent.amount_received
  );
}

/** The work of taking over an intent: the payment's row and ledger, and the order's step if there is one. */
export function settlementWork(
  ctx: Ctx,
  order: OrderRow,
  payment: PaymentRow,
  intent: PaymentIntent,
): Work & { order: OrderRow } {
  const verdict = verdictOf(order, payment, intent);
  const statements = applyIntentStmts(ctx, payment, intent);
  if (verdict.kind !== "step") return { statements, order };
  const step = transition(order, verdict.action, verdict.reason);
  return {
    statements: [...transitionStmts(ctx, step), ...statements],
    events: verdict.action === "settle" ? [orderPaid({ order_id: order.id })] : [],
    audit: {
      action: `order.${verdict.action}`,
      entity: "order",
      entityId: order.id,
      before: { status: step.from },
      after: { status: step.to, payment: intent.status },
    },
    order: { ...order, status: step.to, version: step.seq },
  };
}

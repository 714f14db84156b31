import type { AuditEntry, Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import {
  afterStep,
  canTransition,
  factsOf,
  orderPaid,
  type OrderRow,
  type OrderAction,
  transition,
  transitionStmts,
} from "../orders/index.ts";
import {
  type Books,
  type PaymentIntent,
  type PaymentRow,
  recordingWork,
  type Told,
} from "../payments/index.ts";

/** Another run took the order's next step, or the stock for it, first: read again. */
export class LostRace extends Error {}

/**
 * What the state of an intent asks of an order. Pure. `late`: money has arrived that nobody has dealt with yet, but the order
 * no longer holds stock.
 */
export type Verdict =
  { kind: "step"; action: OrderAction; reason?: string } | { kind: "late" } | { kind: "none" };

export function verdictOf(
  order: Pick<OrderRow, "status">,
  payment: Pick<PaymentRow, "captured" | "amount" | "purpose" | "status" | "capture_method">,
  intent: PaymentIntent,
): Verdict {
  const isOrders = payment.purpose === "order";
  if (isPaid(payment, intent)) {
    if (isOrders && canTransition(order.status, "settle")) return { kind: "step", action: "settle" };
    const closed = order.status === "expired" || order.status === "cancelled";
    const isDealtWith = payment.captured > 0 || payment.status === intent.status;
    return closed && !isDealtWith ? { kind: "late" } : { kind: "none" };
  }
  if (!isOrders) return { kind: "none" };
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

/** Whether all that the payment asks for has been paid, or promised by the bank. How much of a promise is taken is for staff to say. */
function isPaid(payment: Pick<PaymentRow, "amount" | "capture_method">, intent: PaymentIntent): boolean {
  if (payment.capture_method === "manual") {
    return (
      intent.amount >= payment.amount &&
      (intent.status === "requires_capture" || intent.status === "succeeded")
    );
  }
  return intent.status === "succeeded" && intent.amount_received >= payment.amount;
}

/** The work of taking over an intent: the payment's books, and the order's step if there is one. */
export function settlementWork(
  ctx: Ctx,
  order: OrderRow,
  books: Books,
  payment: PaymentRow,
  told: Told & { intent: PaymentIntent },
  always = false,
): Work & { order: OrderRow } {
  const verdict = verdictOf(order, payment, told.intent);
  if (verdict.kind !== "step") return { ...recordingWork(ctx, order, books, payment, told, always), order };
  const step = transition(order, verdict.action, verdict.reason);
  const stepped = afterStep(order, step);
  const recording = recordingWork(ctx, stepped, books, payment, told, true);
  const audit: AuditEntry = {
    action: `order.${verdict.action}`,
    entity: "order",
    entityId: order.id,
    before: { status: step.from },
    after: { status: step.to, payment: told.intent.status },
  };
  return {
    ...recording,
    statements: [...transitionStmts(ctx, step), ...recording.statements],
    events: [
      ...(verdict.action === "settle" ? [orderPaid({ order_id: order.id, order: factsOf(order) })] : []),
      ...recording.events,
    ],
    audit: [audit, ...recording.audit],
    order: stepped,
  };
}

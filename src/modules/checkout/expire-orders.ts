import { addSeconds, isoTime } from "../../platform/clock.ts";
import { type Alert, commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { releaseStmts, stockChanged } from "../inventory/index.ts";
import {
  afterStep,
  canTransition,
  checkLaterStmt,
  findExpiredOrders,
  orderExpired,
  type OrderRow,
  transition,
  transitionStmts,
} from "../orders/index.ts";
import {
  cancelIntent,
  CHANGED_MEANWHILE,
  ensureIntent,
  isOutage,
  PaymentChangedMeanwhile,
  type PaymentIntent,
  type PaymentRow,
  recordingWork,
} from "../payments/index.ts";
import { readOrder } from "./read-order.ts";
import { settleOrder } from "./settle-payment.ts";
import { LostRace } from "./settlement.ts";

const ORDERS_A_RUN = 100;
const AT_ONCE = 5;
/** When to look again at an order that could not be expired: its payment is under way, or Stripe did not answer. */
const CHECK_AGAIN_SECONDS = 120;
/** How long an order may resist before somebody should look why. */
const ALERT_AFTER_SECONDS = 60 * 60;

type Outcome = "expired" | "kept" | "failed" | "outage";

/**
 * Expires every unpaid order whose hold has ended. One that fails is left for a later run; when Stripe could not be reached, or
 * failed itself, for all of some, it is taken for down and the rest is left for the next run.
 */
export async function expireOrders(ctx: Ctx): Promise<string> {
  const due = await findExpiredOrders(ctx, ORDERS_A_RUN);
  let expired = 0;
  for (let start = 0; start < due.length; start += AT_ONCE) {
    const some = due.slice(start, start + AT_ONCE);
    const outcomes = await Promise.all(some.map(({ id }) => tryToExpire(ctx, id)));
    expired += outcomes.filter((outcome) => outcome === "expired").length;
    if (some.length === AT_ONCE && outcomes.every((outcome) => outcome === "outage")) break;
  }
  return `${expired} of ${due.length} due orders expired`;
}

async function tryToExpire(ctx: Ctx, orderId: string): Promise<Outcome> {
  try {
    const outcome = await expireOrder(ctx, orderId);
    if (outcome === "kept") await checkLater(ctx, orderId);
    return outcome;
  } catch (error) {
    // Somebody else took the order's next step; if it is still open it is still due.
    if (error instanceof LostRace || error instanceof PaymentChangedMeanwhile) return "kept";
    ctx.log.error("an order could not be expired", { order_id: orderId, ...describeError(error) });
    await putOff(ctx, orderId, error);
    const isDown = isOutage(error) || (error instanceof Error && isOutage(error.cause));
    return isDown ? "outage" : "failed";
  }
}

/** Never throws: an order that cannot even be put off is still due, and must not keep the others from expiring. */
async function putOff(ctx: Ctx, orderId: string, error: unknown): Promise<void> {
  try {
    await checkLater(ctx, orderId, await stuckAlerts(ctx, orderId, error));
  } catch (failure) {
    ctx.log.error("an order could not be put off", { order_id: orderId, ...describeError(failure) });
  }
}

function checkLater(ctx: Ctx, orderId: string, alerts: Alert[] = []): Promise<unknown> {
  const later = addSeconds(ctx.now(), CHECK_AGAIN_SECONDS);
  return commit(ctx, {
    statements: [checkLaterStmt(orderId, later)],
    ...(alerts.length > 0 ? { alerts } : {}),
  });
}

async function stuckAlerts(ctx: Ctx, orderId: string, error: unknown): Promise<Alert[]> {
  const { order } = (await readOrder(ctx, orderId)) ?? {};
  const isStuck =
    order?.expires_at != null && order.expires_at < isoTime(addSeconds(ctx.now(), -ALERT_AFTER_SECONDS));
  if (!isStuck) return [];
  const details = { order_number: order.number, error: error instanceof Error ? error.name : "unknown" };
  return [{ code: "order.cannot_expire", entity: "order", entityId: orderId, details }];
}

/**
 * Cancels the payment first and gives the stock back after: what is released can no longer be paid.
 * An order that turns out to be paid is settled instead; one whose payment is under way keeps its stock.
 */
async function expireOrder(ctx: Ctx, orderId: string): Promise<Outcome> {
  const { order, payment, books } = (await readOrder(ctx, orderId)) ?? {};
  if (!order || !payment || !books || !canTransition(order.status, "expire")) return "kept";
  const intent = await cancelPayment(ctx, order, payment);
  if (intent && intent.status !== "canceled") {
    await settleOrder(ctx, order.id, intent);
    return "kept";
  }
  const step = transition(order, "expire", "the hold ended without payment");
  const lines = JSON.parse(order.lines) as { variant_id: string }[];
  const recording = intent && recordingWork(ctx, afterStep(order, step), books, payment, { intent });
  await commit(ctx, {
    statements: [
      ...transitionStmts(ctx, step),
      ...releaseStmts(ctx, order.id),
      ...(recording?.statements ?? []),
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
    constraints: CHANGED_MEANWHILE,
  });
  return "expired";
}

/** The payment's intent in its final state; undefined when Stripe would not even make one. */
async function cancelPayment(
  ctx: Ctx,
  order: OrderRow,
  payment: PaymentRow,
): Promise<PaymentIntent | undefined> {
  const outcome = await ensureIntent(ctx, payment, order);
  if (outcome.kind === "refused") return undefined;
  if (outcome.kind !== "intent") {
    const cause = outcome.kind === "unknown" ? outcome.cause : undefined;
    throw new Error(`Stripe could not be asked about the payment: ${outcome.kind}`, { cause });
  }
  // What the bank has promised already pays for the order: it is not thrown away.
  if (payment.capture_method === "manual" && outcome.intent.status === "requires_capture")
    return outcome.intent;
  return cancelIntent(ctx, outcome.intent.id);
}

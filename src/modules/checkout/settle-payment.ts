import { type Alert, type AuditEntry, commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import {
  cancelIntent,
  CHANGED_MEANWHILE,
  eventProcessedStmt,
  findPaymentByIntent,
  lookAtIntent,
  PaymentChangedMeanwhile,
  type PaymentIntent,
  paymentOfIntent,
  type PaymentRow,
  refundIntent,
  type Told,
} from "../payments/index.ts";
import { readOrder } from "./read-order.ts";
import { settleLate } from "./settle-late.ts";
import { LostRace, settlementWork, verdictOf } from "./settlement.ts";

const ATTEMPTS = 5;

interface SettleOptions extends Pick<Told, "refunds" | "disputes"> {
  /** Record an outcome that changes nothing, too. */
  always?: boolean;
  /** Go into the same batch as the settlement. */
  statements?: Statement[];
  audit?: AuditEntry[];
}

/** Re-reads an intent, its refunds and disputes from Stripe and brings our order and its books to what it says. */
export async function settleIntent(
  ctx: Ctx,
  intentId: string,
  stripeEventId: string,
  about?: string,
): Promise<void> {
  const looked = await lookAtIntent(ctx, intentId, about);
  const statements = [eventProcessedStmt(ctx, stripeEventId)];
  const orderId = looked?.intent.metadata["order_id"] ?? (await findPaymentByIntent(ctx, intentId))?.order_id;
  if (looked && orderId !== undefined) {
    const { intent, refunds, disputes } = looked;
    await settleOrder(ctx, orderId, intent, { refunds, disputes, statements });
  } else {
    ctx.log.warn("a payment intent belongs to no order", { intent_id: intentId });
    await commit(ctx, { statements });
  }
}

/**
 * Converges an order with an intent of one of its payments. Duplicates, wrong order and parallel runs all end in the same state: whoever
 * loses the race for the next step reads again and finds nothing left to do.
 */
export async function settleOrder(
  ctx: Ctx,
  orderId: string,
  intent: PaymentIntent,
  options: SettleOptions = {},
): Promise<void> {
  const { statements: extra = [], audit = [], always = false, refunds, disputes } = options;
  const told = { intent, refunds, disputes };
  for (let attempt = 1; ; attempt++) {
    const { order, books } = (await readOrder(ctx, orderId)) ?? {};
    if (!order || !books || books.payments.length === 0) {
      await commit(ctx, { statements: extra });
      return;
    }
    const payment = paymentOfIntent(books, intent);
    if (!payment) {
      await refuseStranger(ctx, order.id, intent, extra);
      return;
    }
    try {
      if (verdictOf(order, payment, intent).kind === "late") {
        await settleLate(ctx, order, books, payment, told, extra);
      } else {
        const { order: _, ...work } = settlementWork(ctx, order, books, payment, told, always);
        await commit(ctx, {
          ...work,
          alerts: [...(work.alerts ?? []), ...shortAlerts(orderId, payment, intent)],
          statements: [...work.statements, ...extra],
          audit: [...[work.audit ?? []].flat(), ...audit],
          constraints: CHANGED_MEANWHILE,
        });
      }
      return;
    } catch (error) {
      const isLost = error instanceof LostRace || error instanceof PaymentChangedMeanwhile;
      if (!isLost || attempt >= ATTEMPTS) throw error;
    }
  }
}

function shortAlerts(orderId: string, payment: PaymentRow, intent: PaymentIntent): Alert[] {
  const isShort =
    intent.status === "succeeded" &&
    payment.capture_method !== "manual" &&
    intent.amount_received < payment.amount;
  if (!isShort) return [];
  const details = { intent: intent.id, total: payment.amount, received: intent.amount_received };
  return [{ code: "order.underpaid", entity: "order", entityId: orderId, details }];
}

/** An intent that belongs to no payment of the order should not exist; its money goes back and it can never be paid. */
async function refuseStranger(
  ctx: Ctx,
  orderId: string,
  intent: PaymentIntent,
  statements: Statement[],
): Promise<void> {
  const isOver = intent.status === "canceled" || intent.status === "succeeded";
  const { status } = isOver ? intent : await cancelIntent(ctx, intent.id);
  const refund =
    status === "succeeded" ? await refundIntent(ctx, intent.id, `refund:${intent.id}:stranger`) : undefined;
  const after = {
    intent: intent.id,
    refunds: refund?.refunds.map(({ id, amount }) => ({ id, amount })) ?? [],
  };
  await commit(ctx, {
    statements,
    alerts: [
      {
        code: "order.second_intent",
        entity: "payment_intent",
        entityId: intent.id,
        details: { order: orderId },
      },
    ],
    ...(refund?.made
      ? { audit: { action: "payment.refund_second_intent", entity: "order", entityId: orderId, after } }
      : {}),
  });
}

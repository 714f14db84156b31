import { type Alert, commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import { type OrderRow, TRANSITION_LOCK } from "../orders/index.ts";
import {
  cancelIntent,
  eventProcessedStmt,
  type PaymentIntent,
  refundIntent,
  retrieveIntent,
} from "../payments/index.ts";
import { readOrder } from "./read-order.ts";
import { settleLate } from "./settle-late.ts";
import { isKnown, LostRace, settlementWork, verdictOf } from "./settlement.ts";

const ATTEMPTS = 5;

interface SettleOptions {
  /** Record an outcome that changes nothing, too. */
  always?: boolean;
  /** Go into the same batch as the settlement. */
  statements?: Statement[];
}

/** Re-reads an intent from Stripe and brings our order and payment to what it says. */
export async function settleIntent(ctx: Ctx, intentId: string, stripeEventId: string): Promise<void> {
  const intent = await retrieveIntent(ctx, intentId);
  const orderId = intent.metadata["order_id"];
  const processed = [eventProcessedStmt(ctx, stripeEventId)];
  if (orderId !== undefined) await settleOrder(ctx, orderId, intent, { statements: processed });
  else {
    ctx.log.warn("a payment intent belongs to no order", { intent_id: intentId });
    await commit(ctx, { statements: processed });
  }
}

/**
 * Converges an order with its intent. Duplicates, wrong order and parallel runs all end in the same state: whoever loses
 * the race for the next step reads again and finds nothing left to do.
 */
export async function settleOrder(
  ctx: Ctx,
  orderId: string,
  intent: PaymentIntent,
  options: SettleOptions = {},
): Promise<void> {
  const extra = options.statements ?? [];
  for (let attempt = 1; ; attempt++) {
    const { order, payment } = (await readOrder(ctx, orderId)) ?? {};
    if (!order || !payment) return;
    if (payment.intent_id !== null && payment.intent_id !== intent.id) {
      await refuseStranger(ctx, order.id, intent, extra);
      return;
    }
    const verdict = verdictOf(order, payment, intent);
    try {
      if (verdict.kind === "late") await settleLate(ctx, order, payment, intent, extra);
      else {
        const nothing = verdict.kind === "none" && !options.always && isKnown(payment, intent);
        const work = nothing ? { statements: [] } : settlementWork(ctx, order, payment, intent);
        const isShort = intent.status === "succeeded" && intent.amount_received < order.total;
        await commit(ctx, {
          ...work,
          ...(isShort ? { alerts: [shortAlert(order, intent)] } : {}),
          statements: [...work.statements, ...extra],
          constraints: { [TRANSITION_LOCK]: () => new LostRace() },
        });
      }
      return;
    } catch (error) {
      if (!(error instanceof LostRace) || attempt >= ATTEMPTS) throw error;
    }
  }
}

function shortAlert(order: OrderRow, intent: PaymentIntent): Alert {
  const details = { intent: intent.id, total: order.total, received: intent.amount_received };
  return { code: "order.underpaid", entity: "order", entityId: order.id, details };
}

/** A second intent for an order should not exist; if one does, its money goes back and it can never be paid. */
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

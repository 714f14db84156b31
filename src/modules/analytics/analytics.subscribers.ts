import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type Subscriber, subscribe } from "../../platform/events.ts";
import { describeError } from "../../platform/log.ts";
import { cartStarted } from "../cart/index.ts";
import { orderPaid, orderPlaced } from "../orders/index.ts";
import { refundMade } from "../payments/index.ts";
import { countCartStartsStmts } from "./cart-starts.repo.ts";
import { findOrderFacts, findRefundFacts, type PointFacts } from "./points.repo.ts";

/**
 * Writes a data point into Analytics Engine where it is bound: blobs are event, currency, source, environment; doubles the amount in minor
 * units and how many of it; indexed by event. Its loss, or a second one after a retry, changes no report.
 */
async function point(ctx: Ctx, event: string, count: number, find?: () => Promise<PointFacts | undefined>) {
  const engine = ctx.env.ANALYTICS;
  if (!engine) return;
  try {
    const facts = await find?.();
    const { currency = "", source = "", amount = 0 } = facts ?? {};
    engine.writeDataPoint({
      indexes: [event],
      blobs: [event, currency, source, ctx.config.ENVIRONMENT],
      doubles: [amount, count],
    });
  } catch (error) {
    ctx.log.warn("a data point was not written", { event, ...describeError(error) });
  }
}

/** An event brings what its order came to; one of the release before leaves it to be read. */
async function factsOf(
  ctx: Ctx,
  {
    order_id,
    order,
  }: { order_id: string; order?: (Omit<PointFacts, "amount"> & { total: number }) | undefined },
): Promise<PointFacts | undefined> {
  return order ? { ...order, amount: order.total } : findOrderFacts(ctx, order_id);
}

export const analyticsSubscribers: readonly Subscriber[] = [
  subscribe(
    "analytics.count-carts",
    cartStarted,
    async (ctx, { carts }) => {
      await commit(ctx, { statements: countCartStartsStmts(ctx, carts) });
      await point(ctx, "cart.started", carts.length);
    },
    { merge: (payloads) => ({ carts: payloads.flatMap(({ carts }) => carts) }) },
  ),
  subscribe("analytics.point-placed", orderPlaced, (ctx, payload) =>
    point(ctx, "order.placed", 1, () => factsOf(ctx, payload)),
  ),
  subscribe("analytics.point-paid", orderPaid, (ctx, payload) =>
    point(ctx, "order.paid", 1, () => factsOf(ctx, payload)),
  ),
  subscribe("analytics.point-refunded", refundMade, (ctx, { refund_id }) =>
    point(ctx, "payment.refunded", 1, () => findRefundFacts(ctx, refund_id)),
  ),
];

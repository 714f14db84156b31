import { isoTime } from "../../platform/clock.ts";
import { type AuditEntry, commit, type Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import {
  allocate,
  type Allocation,
  type Level,
  LOCATION_ACTIVE,
  NOT_OVERSOLD,
  outOfStockError,
  reserveStmts,
  stockChanged,
} from "../inventory/index.ts";
import {
  factsOf,
  insertOrderStmts,
  orderPaid,
  orderPlaced,
  type OrderRow,
  transition,
  transitionStmts,
} from "../orders/index.ts";
import { insertPaymentStmt, type PaymentRow } from "../payments/index.ts";
import type { DraftedOrder } from "./draft-order.ts";

/** How often stock is allocated anew when others were faster. */
const ATTEMPTS = 3;

/** The stock that an order is made from. */
export interface OrderStock {
  /** As it was read last. */
  levels: readonly Level[];
  /** Reads it again, after others were faster. */
  readAgain(): Promise<readonly Level[]>;
  /** Called before the order is refused because there is not enough. */
  onShortage?(): Promise<unknown>;
}

/** What else is committed with an order. */
export interface WithTheOrder extends Partial<Pick<Work, "statements" | "events" | "constraints">> {
  audit?: AuditEntry[];
  /** What of the total is paid already by something else than money. Minor units. */
  credit?: number;
}

/**
 * Makes an order and holds its stock, in one batch with what `more` brings. Units that others took between our look and our batch are
 * looked for again: another location may have them. An order that costs nothing is confirmed at once and has no payment.
 * @throws inventory.out_of_stock with what is left; what `more.constraints` say
 */
export async function commitOrder(
  ctx: Ctx,
  draft: DraftedOrder,
  stock: OrderStock,
  more: WithTheOrder = {},
): Promise<PaymentRow | null> {
  let { levels } = stock;
  for (let attempt = 1; ; attempt += 1) {
    const { allocations, shortages } = allocate(draft.demands, levels);
    if (shortages.length > 0 || attempt > ATTEMPTS) {
      await stock.onShortage?.();
      throw outOfStockError(shortages);
    }
    try {
      return await commitAllocated(ctx, draft, allocations, more);
    } catch (error) {
      if (!(error instanceof StockTaken)) throw error;
      levels = await stock.readAgain();
    }
  }
}

/** One batch that makes the order and holds its stock. Whatever is lost to a race undoes all of it. @throws StockTaken */
async function commitAllocated(
  ctx: Ctx,
  draft: DraftedOrder,
  allocations: readonly Allocation[],
  more: WithTheOrder,
): Promise<PaymentRow | null> {
  const { row, order, lines } = draft;
  const due = row.total - (more.credit ?? 0);
  const payment = due > 0 ? newPayment(ctx, row, due) : null;
  const free = payment ? null : transition(row, "settle", "nothing to pay");
  await commit(ctx, {
    statements: [
      ...insertOrderStmts(ctx, order, lines),
      ...reserveStmts(ctx, row.id, allocations),
      ...(payment ? [insertPaymentStmt(ctx, payment)] : []),
      ...(free ? transitionStmts(ctx, free) : []),
      ...(more.statements ?? []),
    ],
    audit: [
      {
        action: "order.place",
        entity: "order",
        entityId: row.id,
        after: { number: row.number, total: row.total, currency: row.currency },
      },
      ...(more.audit ?? []),
    ],
    events: [
      orderPlaced({
        order_id: row.id,
        cart_id: row.cart_id,
        cart_generation: row.cart_generation,
        order: factsOf(row),
      }),
      ...(allocations.length > 0
        ? [stockChanged({ variant_ids: allocations.map((item) => item.variantId) })]
        : []),
      ...(free ? [orderPaid({ order_id: row.id, order: factsOf(row) })] : []),
      ...(more.events ?? []),
    ],
    constraints: {
      ...more.constraints,
      [NOT_OVERSOLD]: () => new StockTaken(),
      [LOCATION_ACTIVE]: () => new StockTaken(),
    },
  });
  if (free) Object.assign(row, { status: free.to, version: free.seq });
  return payment;
}

/** Somebody bought it, or its location was closed, between our look and our batch. */
class StockTaken extends Error {}

function newPayment(ctx: Ctx, order: OrderRow, amount: number): PaymentRow {
  return {
    id: ctx.newId(),
    order_id: order.id,
    purpose: "order",
    capture_method: ctx.config.CAPTURE_METHOD,
    intent_id: null,
    client_secret: null,
    charge_id: null,
    create_attempt: 1,
    status: "pending",
    amount,
    currency: order.currency,
    authorized: 0,
    captured: 0,
    refunded: 0,
    refunding: 0,
    disputed: 0,
    created_at: isoTime(ctx.now()),
    version: 1,
  };
}

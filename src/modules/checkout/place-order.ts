import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import {
  examineClaim,
  type IdempotencyClaim,
  idempotencyInProgress,
  type StoredReply,
  takeOverClaimStmt,
} from "../../platform/idempotency.ts";
import { type CartRef, readCart } from "../cart/index.ts";
import { userInGoodStanding } from "../identity/index.ts";
import {
  allocate,
  type Allocation,
  LOCATION_ACTIVE,
  NOT_OVERSOLD,
  outOfStockError,
  reserveStmts,
  stockChanged,
} from "../inventory/index.ts";
import {
  CART_GENERATION,
  insertOrderStmts,
  orderPaid,
  orderPlaced,
  type OrderRow,
  transition,
  transitionStmts,
} from "../orders/index.ts";
import { insertPaymentStmt, type PaymentRow } from "../payments/index.ts";
import { checkCart, storeFacts } from "./check-cart.ts";
import type { PlaceOrder } from "./checkout.schema.ts";
import { alreadyPlacedError, requireNotOrdered } from "./existing-order.ts";
import { draftOrder, type DraftedOrder } from "./draft-order.ts";
import { payPlacedOrder } from "./pay-placed-order.ts";
import { type CheckoutFacts, readFacts } from "./read-facts.ts";
import { readOrder } from "./read-order.ts";

/** How often stock is allocated anew when others were faster. */
const ATTEMPTS = 3;

/**
 * Places the order for a cart and starts its payment: snapshot the cart, read the truth, price it, one commit that holds
 * the stock, then Stripe, then store what Stripe said. Nothing is held across the Stripe call, and every step can be run
 * again: a retry under the same key goes on where the first run ended, a run that nobody retries is undone by the sweeper
 * when the hold ends.
 * @throws auth.invalid_credentials when the user's account is not active any more
 * @throws checkout.incomplete, shipping.not_served, checkout.cart_changed, checkout.already_placed, inventory.out_of_stock,
 *   payment.declined, payment.method_invalid, payment.unavailable (the order then exists and stays payable)
 */
export async function placeOrder(
  ctx: Ctx,
  ref: CartRef,
  input: PlaceOrder,
  claim: IdempotencyClaim,
): Promise<StoredReply & { replayed: boolean }> {
  const cart = await readCart(ctx, ref);
  const facts = await readFacts(ctx, cart, claim);
  const customer = ctx.actor.kind === "user" ? userInGoodStanding(ctx, facts.standing) : undefined;
  if (facts.claimRow) {
    const found = examineClaim(ctx, claim, facts.claimRow);
    if ("replay" in found) return { ...found.replay, replayed: true };
    const placed = await takeOver(ctx, claim, found.resume);
    return {
      ...(await payPlacedOrder(ctx, { ...placed, ref, input, claim, resumed: true })),
      replayed: false,
    };
  }
  await requireNotOrdered(ctx, cart);
  const fresh = await checkCart(ctx, ref, cart, facts, input, customer?.standing?.email);
  const draft = draftOrder(ctx, fresh, customer?.id);
  const payment = await commitOrder(ctx, ref, draft, facts, claim);
  return {
    ...(await payPlacedOrder(ctx, { order: draft.row, payment, ref, input, claim, resumed: false })),
    replayed: false,
  };
}

/**
 * Makes the order and holds its stock. Units that others took between our look and our batch are looked for again: another
 * location may have them.
 * @throws inventory.out_of_stock with what is left; the cart then shows it, too
 */
async function commitOrder(
  ctx: Ctx,
  ref: CartRef,
  draft: DraftedOrder,
  facts: CheckoutFacts,
  claim: IdempotencyClaim,
): Promise<PaymentRow | null> {
  let now = facts;
  for (let attempt = 1; ; attempt += 1) {
    const { allocations, shortages } = allocate(draft.demands, now.levels);
    if (shortages.length > 0 || attempt > ATTEMPTS) {
      await storeFacts(ctx, ref, now);
      throw outOfStockError(shortages);
    }
    try {
      return await commitAllocated(ctx, draft, allocations, claim);
    } catch (error) {
      if (!(error instanceof StockTaken)) throw error;
      now = await readFacts(ctx, draft.cart);
    }
  }
}

/** One batch that makes the order and holds its stock. Whatever is lost to a race undoes all of it. @throws StockTaken */
async function commitAllocated(
  ctx: Ctx,
  draft: DraftedOrder,
  allocations: readonly Allocation[],
  claim: IdempotencyClaim,
): Promise<PaymentRow | null> {
  const { row, order, lines } = draft;
  const payment = row.total > 0 ? newPayment(ctx, row) : null;
  const free = payment ? null : transition(row, "settle", "nothing to pay");
  claim.resourceId = row.id;
  ctx.idempotency = claim;
  try {
    await commit(ctx, {
      statements: [
        ...insertOrderStmts(ctx, order, lines),
        ...reserveStmts(ctx, row.id, allocations),
        ...(payment ? [insertPaymentStmt(ctx, payment)] : []),
        ...(free ? transitionStmts(ctx, free) : []),
      ],
      audit: {
        action: "order.place",
        entity: "order",
        entityId: row.id,
        after: { number: row.number, total: row.total, currency: row.currency },
      },
      events: [
        orderPlaced({ order_id: row.id, cart_id: row.cart_id, cart_generation: row.cart_generation }),
        ...(allocations.length > 0
          ? [stockChanged({ variant_ids: allocations.map((item) => item.variantId) })]
          : []),
        ...(free ? [orderPaid({ order_id: row.id })] : []),
      ],
      constraints: {
        [NOT_OVERSOLD]: () => new StockTaken(),
        [LOCATION_ACTIVE]: () => new StockTaken(),
        [CART_GENERATION]: () => new CartTaken(),
      },
    });
  } catch (error) {
    if (error instanceof CartTaken) throw await alreadyPlacedError(ctx, row.cart_id, row.cart_generation);
    throw error;
  }
  if (free) Object.assign(row, { status: free.to, version: free.seq });
  return payment;
}

class CartTaken extends Error {}

/** Somebody bought it, or its location was closed, between our look and our batch. */
class StockTaken extends Error {}

function newPayment(ctx: Ctx, order: OrderRow): PaymentRow {
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
    amount: order.total,
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

/** Goes on with an order whose first run died: whoever extends the lock first does it. */
async function takeOver(
  ctx: Ctx,
  claim: IdempotencyClaim,
  resume: { resourceId: string | null; lockedUntil: string },
): Promise<{ order: OrderRow; payment: PaymentRow | null }> {
  const [changed] = await commit(ctx, { statements: [takeOverClaimStmt(ctx, claim, resume.lockedUntil)] });
  if (changed !== 1) throw idempotencyInProgress();
  claim.recorded = true;
  const orderId = resume.resourceId ?? "";
  const placed = await readOrder(ctx, orderId);
  if (!placed) throw new Error(`the claimed order ${orderId} does not exist`);
  return placed;
}

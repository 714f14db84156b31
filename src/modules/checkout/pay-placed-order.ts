import { requireUser } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import {
  completeClaimStmt,
  type IdempotencyClaim,
  type StoredReply,
  unlockClaimStmt,
} from "../../platform/idempotency.ts";
import { describeError } from "../../platform/log.ts";
import { type CartRef, emptyOrderedCart } from "../cart/index.ts";
import { type OrderRow, orderedLines } from "../orders/index.ts";
import {
  type Books,
  CHANGED_MEANWHILE,
  ensureProviderCustomer,
  type IntentOutcome,
  isOutage,
  newBooks,
  type Payer,
  PaymentChangedMeanwhile,
  type PaymentRow,
  refusedAttemptStmt,
} from "../payments/index.ts";
import { firstAttempt, isPayable, resumedAttempt } from "./attempt-payment.ts";
import type { PlaceOrder } from "./checkout.schema.ts";
import {
  declinedError,
  inProgressError,
  notPayableError,
  refusedError,
  unknownError,
} from "./payment-problems.ts";
import { placedReply, problemReply } from "./payment-reply.ts";
import { readOrder } from "./read-order.ts";
import { settleOrder } from "./settle-payment.ts";
import { settlementWork, verdictOf } from "./settlement.ts";

interface Placed {
  order: OrderRow;
  payment: PaymentRow | null;
  ref: CartRef;
  input: PlaceOrder;
  claim: IdempotencyClaim;
  /** The signed-in customer as Stripe knows them; undefined when it does not yet. */
  providerCustomer: string | undefined;
  /** The order was made by an earlier run of this request. */
  resumed: boolean;
}

type Answered = Extract<IntentOutcome, { kind: "intent" | "declined" }>;

/**
 * Second half of placing an order: ask Stripe and empty the cart meanwhile, store what Stripe said together with the answer to replay.
 * Can run again from the start after a crash at any point.
 */
export async function payPlacedOrder(ctx: Ctx, placed: Placed): Promise<StoredReply> {
  // Whatever comes of the payment, the cart has been ordered: it need not wait for Stripe.
  const emptied = tryToEmptyCart(ctx, placed.ref, placed.order);
  try {
    return await pay(ctx, placed);
  } finally {
    await emptied;
  }
}

async function pay(ctx: Ctx, placed: Placed): Promise<StoredReply> {
  const { claim } = placed;
  // Of an order that was made just now everything is known.
  const read = placed.resumed ? await readOrder(ctx, placed.order.id) : undefined;
  const { order, payment } = read ?? placed;
  if (!payment) return complete(ctx, claim, await placedReply(ctx, order, null));
  const closed = order.status === "expired" || order.status === "cancelled";
  const isPaid = payment.captured > 0 || payment.authorized > 0;
  if (placed.resumed && (closed || (!isPayable(ctx, order) && !isPaid))) {
    return complete(ctx, claim, await problemReply(ctx, notPayableError(order)));
  }
  const outcome = await attempt(ctx, { ...placed, order }, payment);
  switch (outcome.kind) {
    case "key_taken": // Our own lost request still runs at Stripe.
    case "unknown":
      await commit(ctx, { statements: [unlockClaimStmt(ctx, claim)] });
      throw await unknownError(ctx, order);
    case "refused": {
      const reply = await problemReply(ctx, await refusedError(ctx, order, outcome));
      const complete = completeClaimStmt(claim, reply);
      if (outcome.intent)
        await settleOrder(ctx, order.id, outcome.intent, { always: true, statements: [complete] });
      else await commit(ctx, { statements: [refusedAttemptStmt(ctx, payment, outcome.message), complete] });
      return reply;
    }
    case "intent":
    case "declined":
      return store(ctx, claim, { order, payment, books: read?.books ?? newBooks(payment) }, outcome);
  }
}

async function attempt(ctx: Ctx, placed: Placed, payment: PaymentRow): Promise<IntentOutcome> {
  const { order, input } = placed;
  const choice = { paymentMethod: input.payment_method, returnUrl: input.return_url };
  const payer = await findPayer(ctx, placed);
  if (payer && "kind" in payer) return payer;
  return placed.resumed
    ? resumedAttempt(ctx, order, payment, { ...choice, payer })
    : firstAttempt(ctx, order, payment, { ...choice, payer });
}

/** Who pays, as Stripe knows them; whoever saves a method for the first time is made known to it. */
async function findPayer(
  ctx: Ctx,
  { input, providerCustomer }: Placed,
): Promise<Payer | Extract<IntentOutcome, { kind: "unknown" }> | undefined> {
  const save = input.save_payment_method ?? false;
  if (providerCustomer !== undefined) return { customer: providerCustomer, save };
  if (!save) return undefined;
  try {
    return { customer: await ensureProviderCustomer(ctx, requireUser(ctx).id), save };
  } catch (error) {
    if (!isOutage(error)) throw error;
    return { kind: "unknown", message: "the customer could not be made known to Stripe", cause: error };
  }
}

/** Stores the outcome and the answer in one batch. If the webhook was faster, goes on from what it made of the order. */
async function store(
  ctx: Ctx,
  claim: IdempotencyClaim,
  first: { order: OrderRow; payment: PaymentRow; books: Books },
  outcome: Answered,
): Promise<StoredReply> {
  const { intent } = outcome;
  let { order, payment, books } = first;
  for (let attempt = 1; ; attempt++) {
    if (payment.intent_id !== null && payment.intent_id !== intent.id) {
      await settleOrder(ctx, order.id, intent);
      await commit(ctx, { statements: [unlockClaimStmt(ctx, claim)] });
      throw await inProgressError(ctx, order);
    }
    if (verdictOf(order, payment, intent).kind === "late") {
      // The hold ended while Stripe was asked: the usual way for late money decides, then the order tells how.
      await settleOrder(ctx, order.id, intent);
      order = (await readOrder(ctx, order.id))?.order ?? order;
      const paid = order.status === "confirmed";
      const reply = paid
        ? placedReply(ctx, order, { payment, intent })
        : problemReply(ctx, notPayableError(order));
      return complete(ctx, claim, await reply);
    }
    const { order: settled, ...work } = settlementWork(ctx, order, books, payment, { intent });
    const reply = await replyTo(ctx, outcome, settled, payment);
    try {
      await commit(ctx, {
        ...work,
        statements: [...work.statements, completeClaimStmt(claim, reply)],
        constraints: CHANGED_MEANWHILE,
      });
      return reply;
    } catch (error) {
      if (!(error instanceof PaymentChangedMeanwhile) || attempt >= 5) throw error;
      const now = await readOrder(ctx, order.id);
      order = now?.order ?? order;
      payment = now?.payment ?? payment;
      books = now?.books ?? books;
    }
  }
}

async function replyTo(
  ctx: Ctx,
  outcome: Answered,
  order: OrderRow,
  payment: PaymentRow,
): Promise<StoredReply> {
  const { intent } = outcome;
  if (outcome.kind === "declined") return problemReply(ctx, await declinedError(ctx, order, outcome));
  // The sweeper was faster: the hold had ended.
  if (intent.status === "canceled") return problemReply(ctx, notPayableError(order));
  return placedReply(ctx, order, { payment, intent });
}

async function complete(ctx: Ctx, claim: IdempotencyClaim, reply: StoredReply): Promise<StoredReply> {
  await commit(ctx, { statements: [completeClaimStmt(claim, reply)] });
  return reply;
}

/** If this fails the order stands all the same: the subscriber of order.placed empties the cart too. */
async function tryToEmptyCart(ctx: Ctx, ref: CartRef, order: OrderRow): Promise<void> {
  try {
    await emptyOrderedCart(ctx, ref.id, order.cart_generation, orderedLines(order));
  } catch (error) {
    ctx.log.warn("the ordered cart could not be emptied at once", {
      order_id: order.id,
      ...describeError(error),
    });
  }
}

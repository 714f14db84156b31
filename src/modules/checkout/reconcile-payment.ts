import { addSeconds, isoTime } from "../../platform/clock.ts";
import { type Alert, commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type OrderRow, paymentsOf, refundableOf } from "../orders/index.ts";
import {
  type Books,
  type Differences,
  differencesOf,
  findLastChange,
  findPaymentByIntent,
  lookAtIntent,
  type PaymentIntent,
  paymentOfIntent,
  type PaymentRow,
  refundedOf,
} from "../payments/index.ts";
import { readOrder } from "./read-order.ts";
import { settleOrder } from "./settle-payment.ts";

/** Everything about an intent is asked for, whatever its charge says. */
const ALL = "refund, dispute";
/** What follows from an event has had its time. */
const SETTLED_SECONDS = 10 * 60;
const LOOKS = 2;

/** What came of comparing a payment with Stripe. */
export interface Reconciled {
  /** Whether the books were brought into line. */
  mended: boolean;
  /** What a person must decide. */
  findings: Alert[];
}

interface OrderBooks {
  order: OrderRow;
  books: Books;
}

/**
 * Brings an order and its books to what Stripe says of one of its intents, and raises what that does not put right. `orderId` is where
 * the intent's money belongs as far as is known. May be repeated and run beside anything else.
 */
export async function reconcilePayment(
  ctx: Ctx,
  intentId: string,
  orderId: string | undefined,
): Promise<Reconciled> {
  const known = (await findPaymentByIntent(ctx, intentId))?.order_id ?? orderId;
  const before = known === undefined ? undefined : await readOrder(ctx, known);
  let findings: Alert[] = [];
  // What looks wrong the first time may have been changing just then.
  for (let look = 1; look <= LOOKS && (look === 1 || findings.length > 0); look++) {
    findings = await settleAndCompare(ctx, intentId, known);
  }
  if (findings.length > 0) await commit(ctx, { statements: [], alerts: findings });
  const after = known === undefined ? undefined : await readOrder(ctx, known);
  return { mended: stateOf(before) !== stateOf(after), findings };
}

async function settleAndCompare(ctx: Ctx, intentId: string, known: string | undefined): Promise<Alert[]> {
  const looked = await lookAtIntent(ctx, intentId, ALL);
  const orderId = known ?? looked?.intent.metadata["order_id"];
  if (orderId === undefined) return [];
  if (looked) {
    const { intent, refunds, disputes } = looked;
    await settleOrder(ctx, orderId, intent, { refunds, disputes });
  }
  const now = await readOrder(ctx, orderId);
  if (!now) return looked ? unknownOrder(looked.intent, orderId) : [];
  const { order, books } = now;
  if (!looked) return missingIntent(books, intentId, order);
  const payment = paymentOfIntent(books, looked.intent);
  // A stranger: settling has cancelled or refunded it, and raised that.
  if (!payment) return [];
  const differences = differencesOf({ ...payment, disputes: disputesOf(books, payment) }, looked.intent);
  const standing = [...moneyOfClosedOrder(order, payment), ...unpaidOrder(order, books)];
  const isNew = standing.length > 0 && !hasSettled(ctx, (await findLastChange(ctx, order.id)) ?? "");
  return [...differing(order, payment, differences), ...(isNew ? [] : standing)];
}

function disputesOf(books: Books, payment: PaymentRow): number {
  return books.disputes.filter(({ payment_id }) => payment_id === payment.id).length;
}

/** Changes whenever the order or its money does. */
function stateOf(read: OrderBooks | undefined): string {
  return read ? [read.order.version, ...read.books.payments.map(({ version }) => version)].join(".") : "";
}

function unknownOrder(intent: PaymentIntent, orderId: string): Alert[] {
  const kept = intent.amount_received - refundedOf(intent);
  if (kept <= 0 && intent.status !== "requires_capture") return [];
  const details = {
    order: orderId,
    captured: intent.amount_received,
    refunded: refundedOf(intent),
    authorized: intent.amount_capturable,
    currency: intent.currency.toUpperCase(),
  };
  return [{ code: "payment.order_unknown", entity: "payment_intent", entityId: intent.id, details }];
}

function missingIntent(books: Books, intentId: string, order: OrderRow): Alert[] {
  const payment = books.payments.find(({ intent_id }) => intent_id === intentId);
  if (!payment || payment.captured + payment.authorized === 0) return [];
  const { captured, authorized } = payment;
  const details = { order: order.id, intent: intentId, captured, authorized, currency: order.currency };
  return [{ code: "payment.intent_missing", entity: "payment", entityId: payment.id, details }];
}

function differing(order: OrderRow, payment: PaymentRow, differences: Differences): Alert[] {
  // While a refund is being made the two may differ, and its own sweeper sees to it.
  if (Object.keys(differences).length === 0 || payment.refunding > 0) return [];
  const details = { order: order.id, intent: payment.intent_id, differences };
  return [{ code: "payment.books_differ", entity: "payment", entityId: payment.id, details }];
}

/** Money that nobody is going to send anything for, and that nobody is giving back. */
function moneyOfClosedOrder(order: OrderRow, payment: PaymentRow): Alert[] {
  if (!isClosed(order.status)) return [];
  const own = paymentsOf(order).find(({ id }) => id === payment.id);
  const captured = own ? refundableOf(own) : 0;
  const authorized = payment.status === "requires_capture" ? payment.authorized : 0;
  if (captured + authorized === 0) return [];
  const details = {
    order: order.id,
    order_status: order.status,
    payment: payment.id,
    captured,
    authorized,
    currency: order.currency,
  };
  return [{ code: "payment.of_closed_order", entity: "payment", entityId: payment.id, details }];
}

/** An order that is carried out, and that no payment pays for. */
function unpaidOrder(order: OrderRow, books: Books): Alert[] {
  if (!isCarriedOut(order) || order.total === 0) return [];
  const own = paymentsOf(order);
  const isPaid = own.some(({ captured, authorized }) => captured + authorized > 0);
  if (isPaid || books.payments.length === 0) return [];
  const details = {
    order: order.id,
    order_status: order.status,
    total: order.total,
    currency: order.currency,
  };
  return [{ code: "payment.missing", entity: "order", entityId: order.id, details }];
}

/** Whether an order is being carried out, and nothing is known to stand in the way. */
export function isCarriedOut({ status, hold }: { status: string; hold: string | null }): boolean {
  return CARRIED_OUT.includes(status) && hold === null;
}

const CARRIED_OUT = ["confirmed", "processing", "shipped", "delivered"];

/** Whether an order is not to be carried out any more. */
export function isClosed(status: string): boolean {
  return status === "expired" || status === "cancelled";
}

/** Whether what is to follow from a change had its time. */
export function hasSettled(ctx: Ctx, changedAt: string): boolean {
  return changedAt < isoTime(addSeconds(ctx.now(), -SETTLED_SECONDS));
}

import { addSeconds } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import {
  type BookedPayment,
  differencesOf,
  findBookedPayments,
  findPaymentsWithoutIntent,
  type IntentsPage,
  isOutage,
  listIntents,
  type PaymentIntent,
  refundedOf,
} from "../payments/index.ts";
import { hasSettled, isCarriedOut, isClosed } from "./reconcile-payment.ts";
import { reconcileAll, type Suspect, type Tally } from "./reconcile-suspects.ts";

const PAGES_A_RUN = 3;
const SUSPECTS_A_RUN = 60;
const WITHOUT_INTENT_A_PAGE = 20;
/** Later news of a payment come by its events, however old it is. */
const DAYS = 30;

/**
 * Walks Stripe's intents of the last weeks, newest first, and looks closely at those that the books do not say the same of; and at our
 * payments of the same time whose intent is not among them. Returns the last intent looked at, undefined after the last of all.
 */
export async function walkIntents(
  ctx: Ctx,
  before: Date,
  after: string | undefined,
  tally: Tally,
): Promise<string | undefined> {
  const span = { from: addSeconds(before, -DAYS * 24 * 60 * 60), to: before };
  let position = after;
  let left = SUSPECTS_A_RUN;
  for (let pages = 0; pages < PAGES_A_RUN; pages++) {
    const page = await unlessOutage(tally, () => listIntents(ctx, span, position));
    if (!page) return position;
    tally.examined += page.intents.length;
    const { suspects, lost } = await examinePage(ctx, page);
    const some = suspects.slice(0, left);
    left -= some.length;
    const looked = await reconcileAll(ctx, some, tally);
    // What comes after the last one that was looked at is for the next run.
    if (looked < suspects.length) return suspects[looked - 1]?.intentId ?? position;
    if ((await reconcileAll(ctx, lost, tally)) < lost.length) return position;
    if (!page.hasMore) return undefined;
    position = page.intents.at(-1)?.id;
  }
  return position;
}

async function unlessOutage<Answer>(tally: Tally, ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!isOutage(error)) throw error;
    tally.outage = error;
    return undefined;
  }
}

/** The intents of a page that need a closer look, and our payments that should have one on it. Two calls of the database. */
async function examinePage(
  ctx: Ctx,
  { intents, span }: IntentsPage,
): Promise<{ suspects: Suspect[]; lost: Suspect[] }> {
  const orderIds = [...new Set(intents.flatMap(({ metadata }) => metadata["order_id"] ?? []))];
  const intentIds = intents.map(({ id }) => id);
  const [booked, lost] = await Promise.all([
    findBookedPayments(ctx, { orderIds, intentIds }),
    findPaymentsWithoutIntent(ctx, span, intentIds, WITHOUT_INTENT_A_PAGE),
  ]);
  return {
    suspects: intents.flatMap((intent) => suspectOf(ctx, intent, booked) ?? []),
    lost: lost.map((payment) => ({ intentId: payment.intent_id, orderId: payment.order_id })),
  };
}

function suspectOf(ctx: Ctx, intent: PaymentIntent, booked: readonly BookedPayment[]): Suspect | undefined {
  const own = booked.find(({ intent_id }) => intent_id === intent.id);
  if (own) return isSuspicious(ctx, own, intent) ? { intentId: intent.id, orderId: own.order_id } : undefined;
  const { order_id: orderId, order_number: number } = intent.metadata;
  // Of another shop that shares the account.
  if (orderId === undefined || number === undefined) return undefined;
  const isOurs = booked.some(({ order_id }) => order_id === orderId);
  const isWorthIt = isOurs ? mayTakeMoney(intent) || hasMoney(intent) : hasMoney(intent);
  return isWorthIt ? { intentId: intent.id, orderId } : undefined;
}

function isSuspicious(ctx: Ctx, own: BookedPayment, intent: PaymentIntent): boolean {
  if (Object.keys(differencesOf(own, intent)).length > 0) return true;
  const order = { status: own.order_status, hold: own.order_hold };
  const kept = own.captured - own.refunded - own.refunding - own.disputed + own.authorized;
  const isPaid = own.captured + own.authorized > 0;
  const isOdd =
    (isClosed(order.status) && kept > 0) ||
    (isCarriedOut(order) && own.purpose === "order" && !isPaid) ||
    (OPEN.includes(order.status) && own.purpose === "order" && isPaid);
  return isOdd && hasSettled(ctx, own.changed_at);
}

const OPEN = ["pending_payment", "payment_failed"];

function hasMoney(intent: PaymentIntent): boolean {
  return intent.status === "requires_capture" || refundedOf(intent) < intent.amount_received;
}

function mayTakeMoney({ status }: PaymentIntent): boolean {
  return status !== "canceled" && status !== "succeeded";
}

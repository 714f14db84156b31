import { type AuditEntry, commit, type Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { readBatch, type Statement } from "../../platform/db.ts";
import { type OrderRow, orderStmt, TRANSITION_LOCK, transitionStmts } from "../orders/index.ts";
import { type Books, booksOf, type BooksRows, booksStmts, PAYMENT_LOCK } from "./books.repo.ts";
import { convergence, type Told } from "./convergence.ts";
import { holdChange } from "./order-hold.ts";
import type { PaymentRow } from "./payments.repo.ts";

const ATTEMPTS = 5;

/** Somebody else changed the order or its payment since they were read: read again. */
export class PaymentChangedMeanwhile extends Error {}

/** What a batch means whose order or payment was changed since they were read. */
export const CHANGED_MEANWHILE = {
  [TRANSITION_LOCK]: () => new PaymentChangedMeanwhile(),
  [PAYMENT_LOCK]: () => new PaymentChangedMeanwhile(),
};

/** An order and the books of its money as of one moment: whoever decides from both must not read them one after the other. */
export async function readOrderBooks(
  ctx: Ctx,
  orderId: string,
): Promise<{ order: OrderRow; books: Books } | undefined> {
  const [[order], ...rows] = await readBatch<[OrderRow, ...BooksRows]>(ctx.env.DB, [
    orderStmt(orderId),
    ...booksStmts(orderId),
  ]);
  return order ? { order, books: booksOf(...rows) } : undefined;
}

/**
 * The work of taking over what Stripe says of a payment: its books, and whether its order may be sent. Without news it has no
 * statements, unless `always`.
 */
export function recordingWork(
  ctx: Ctx,
  order: OrderRow,
  books: Books,
  payment: PaymentRow,
  told: Told,
  always = false,
): Required<Omit<Work, "constraints" | "audit">> & { audit: AuditEntry[] } & Pick<
    ReturnType<typeof convergence>,
    "captured" | "refunded" | "isNews"
  > {
  const change = convergence(ctx, books, payment, told);
  const hold = holdChange(order, payment, told, change.disputes);
  const isIdle = !change.isNews && hold.steps.length === 0 && !always;
  return {
    isNews: change.isNews,
    captured: change.captured,
    refunded: change.refunded,
    statements: isIdle
      ? []
      : [
          ...hold.steps.flatMap((step) => transitionStmts(ctx, step)),
          ...hold.statements,
          ...change.statements,
        ],
    events: [...change.events, ...hold.events],
    alerts: [...change.alerts, ...hold.alerts],
    audit: change.audit,
  };
}

/**
 * Brings the books of one payment to what Stripe says, whatever else happens to its order meanwhile. Takes no step of the order's life:
 * what makes an order paid is `settleOrder`'s.
 */
export async function recordPayment(
  ctx: Ctx,
  which: { orderId: string; paymentId: string },
  told: Told,
  extra: Statement[] = [],
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const read = await readOrderBooks(ctx, which.orderId);
    const payment = read?.books.payments.find(({ id }) => id === which.paymentId);
    if (!read || !payment) return;
    const work = recordingWork(ctx, read.order, read.books, payment, told);
    try {
      await commit(ctx, {
        statements: [...work.statements, ...extra],
        events: work.events,
        alerts: work.alerts,
        audit: work.audit,
        constraints: CHANGED_MEANWHILE,
      });
      return;
    } catch (error) {
      if (!(error instanceof PaymentChangedMeanwhile) || attempt >= ATTEMPTS) throw error;
    }
  }
}

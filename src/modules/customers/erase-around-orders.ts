import type { Statement } from "../../platform/db.ts";
import type { DomainEvent } from "../../platform/events.ts";
import {
  erasePaymentMessagesStmt,
  eraseRefundReasonsStmt,
  eraseStripePayloadsStmt,
} from "../payments/index.ts";
import { customerErased } from "./customers.events.ts";
import { forgetAnswersStmt } from "./erasure.repo.ts";

/** So many orders an event names, which keeps it far below what a queue's message may hold. */
const ORDERS_AN_EVENT = 100;

/** Takes the person out of what is kept around orders: payments, Stripe's events, answers to be replayed. Not out of the orders. */
export function eraseAroundOrdersStmts(customerId: string, orderIds: readonly string[]): Statement[] {
  return [
    eraseStripePayloadsStmt(orderIds),
    erasePaymentMessagesStmt(orderIds),
    eraseRefundReasonsStmt(orderIds),
    forgetAnswersStmt(customerId, orderIds),
  ];
}

/** Tells the other stores, in as many events as the orders need, and in one when there are none. */
export function erasedEvents(customerId: string, orderIds: readonly string[]): DomainEvent[] {
  const count = Math.max(1, Math.ceil(orderIds.length / ORDERS_AN_EVENT));
  return Array.from({ length: count }, (_, index) =>
    customerErased({
      customer_id: customerId,
      order_ids: orderIds.slice(index * ORDERS_AN_EVENT, (index + 1) * ORDERS_AN_EVENT),
    }),
  );
}

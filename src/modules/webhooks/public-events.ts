import type { Ctx } from "../../platform/ctx.ts";
import { money } from "../../platform/money.ts";
import { productChanged } from "../catalog/index.ts";
import { customerErased, customerView, findCustomer } from "../customers/index.ts";
import {
  fulfillmentCancelled,
  fulfillmentCreated,
  fulfillmentDelivered,
  fulfillmentShipped,
  readFulfillment,
} from "../fulfillment/index.ts";
import { userRegistered } from "../identity/index.ts";
import { lowStock, readStock, stockChanged } from "../inventory/index.ts";
import { orderCancelled, orderEdited, unitsCancelled } from "../order-changes/index.ts";
import {
  latePaymentRefunded,
  orderExpired,
  orderPaid,
  orderPaidTooLate,
  orderPlaced,
  orderView,
} from "../orders/index.ts";
import {
  authorizationLapsed,
  type DisputeRow,
  disputeOpened,
  findDispute,
  findRefund,
  refundFailed,
  refundMade,
  refundView,
} from "../payments/index.ts";
import {
  findReturn,
  returnApproved,
  returnCancelled,
  returnExchanged,
  returnReceived,
  returnRefunded,
  returnRejected,
  returnRequested,
  returnView,
} from "../returns/index.ts";
import { orderEvent, partEvent, publicEvent, type PublicEvent } from "./public-event.ts";

const fulfillment = (ctx: Ctx, { order_id, fulfillment_id }: { order_id: string; fulfillment_id: string }) =>
  readFulfillment(ctx, order_id, fulfillment_id);

const theReturn = async (ctx: Ctx, { return_id }: { return_id: string }) => {
  const row = await findReturn(ctx, return_id);
  return row && returnView(row, ctx);
};

const refund = async (ctx: Ctx, { refund_id }: { refund_id: string }) => {
  const row = await findRefund(ctx, refund_id);
  return row && refundView(row);
};

const dispute = async (ctx: Ctx, { dispute_id }: { dispute_id: string }) => {
  const row = await findDispute(ctx, dispute_id);
  return row && disputeOf(row);
};

function disputeOf({ id, amount, currency, status, reason, evidence_due_by, created_at }: DisputeRow) {
  return { id, amount: money(amount, currency), status, reason, evidence_due_by, created_at };
}

const fulfillments = [fulfillmentCreated, fulfillmentShipped, fulfillmentDelivered, fulfillmentCancelled];
const returns = [
  returnRequested,
  returnApproved,
  returnRejected,
  returnCancelled,
  returnReceived,
  returnRefunded,
];

/** Every event that integrators can be told of. None of them carries what lets anybody in: no token, no link, no secret. */
export const PUBLIC_EVENTS: readonly PublicEvent[] = [
  orderEvent(orderPlaced),
  ...[orderPaid, orderExpired, orderPaidTooLate, latePaymentRefunded].map(orderEvent),
  ...[orderCancelled, unitsCancelled, orderEdited].map(orderEvent),
  ...fulfillments.map((event) => partEvent(event, {}, "fulfillment", "Fulfillment", fulfillment)),
  ...returns.map((event) => partEvent(event, {}, "return", "Return", theReturn)),
  partEvent(returnExchanged, { exchange_order_id: true }, "return", "Return", theReturn),
  ...[refundMade, refundFailed].map((event) =>
    partEvent(event, { payment_id: true }, "refund", "Refund", refund),
  ),
  partEvent(disputeOpened, { payment_id: true }, "dispute", "Dispute", dispute),
  partEvent(authorizationLapsed, { payment_id: true }, "order", "Order", (ctx, _, order) =>
    Promise.resolve(orderView(order, ctx)),
  ),
  publicEvent(productChanged, { product_ids: [] }, (_ctx, { product_ids }) =>
    Promise.resolve({ data: { product_ids } }),
  ),
  publicEvent(stockChanged, { variant_ids: [] }, (_ctx, { variant_ids }) =>
    Promise.resolve({ data: { variant_ids } }),
  ),
  publicEvent(lowStock, { stock: "Stock" }, async (ctx, { variant_id }) => {
    const stock = await readStock(ctx, variant_id);
    return stock && { data: { stock } };
  }),
  publicEvent(
    userRegistered,
    { customer: "Customer" },
    async (ctx, { user_id }) => {
      const customer = await findCustomer(ctx, user_id);
      return customer
        ? { data: { customer: customerView(customer) }, about: { customerId: user_id } }
        : undefined;
    },
    { type: "customer.registered", description: "Somebody made an account." },
  ),
  publicEvent(customerErased, { customer_id: null, order_ids: [] }, (_ctx, { customer_id, order_ids }) =>
    Promise.resolve({ data: { customer_id, order_ids } }),
  ),
];

/** Whether a filter of an endpoint names this type: the type itself, "order.*" for all that begin so, or "*". */
export function matchesType(filter: string, type: string): boolean {
  return filter === "*" || filter === type || (filter.endsWith(".*") && type.startsWith(filter.slice(0, -1)));
}

import { conflict, permissionDenied, preconditionFailed } from "../../platform/errors.ts";
import { capability, defineRoute, etagOf, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { money } from "../../platform/money.ts";
import { paymentUrl } from "../checkout/index.ts";
import { outOfStock } from "../inventory/index.ts";
import { orderVersion, orderView, transitionRefused } from "../orders/index.ts";
import { paymentUnavailable, type RefundRow } from "../payments/index.ts";
import { notServed } from "../shipping/index.ts";
import { cancelOrder } from "./cancel-order.ts";
import { editOrder, previewEdit } from "./edit-order.ts";
import {
  editInvalid,
  nothingToPay,
  orderNotCancellable,
  orderNotEditable,
  paymentRunning,
  totalChanged,
} from "./order-changes.errors.ts";
import {
  cancelBody,
  cancelledOrderSchema,
  editBody,
  editedOrderSchema,
  editPreviewSchema,
  payableSchema,
  paymentLinkBody,
  paymentLinkSchema,
  previewEditBody,
} from "./order-changes.schema.ts";
import { payableOrder, paymentLink } from "./payable-order.ts";

const ORDER = "/api/v1/orders/{id}";
const orderToken = { "X-Order-Token": "The order's access_token, for guests." };
const byHolder = {
  tag: "Orders",
  access: capability("order:manage", "X-Order-Token"),
  params: idParams,
} as const;
const byStaff = { tag: "Orders", access: permission("order:manage"), params: idParams } as const;

function refundView({ id, payment_id, status, amount, currency }: RefundRow) {
  return { id, payment_id, status, amount: money(amount, currency) };
}

const cancelRoute = defineRoute({
  ...byHolder,
  method: "post",
  path: `${ORDER}/cancel`,
  operationId: "cancelOrder",
  summary: "Cancel an order, or units of it",
  description:
    "Customers and guests cancel a whole order until it is being prepared. Staff cancel what was not sent, as a whole or line by line. The stock comes back, " +
    "what was paid goes back, what was only authorised is given up or captured less later. A refund that Stripe did not answer is `requested`, and is made " +
    "as soon as it does.",
  requestHeaders: { ...orderToken, "If-Match": "Only this version (ETag) is cancelled." },
  body: cancelBody,
  bodyExample: { reason: "Ordered twice" },
  success: [
    {
      status: 200,
      description: "The order as it is now, and what goes back",
      schema: cancelledOrderSchema,
      headers: { ETag: "Its version" },
    },
  ],
  errors: [
    permissionDenied,
    transitionRefused,
    orderNotCancellable,
    paymentRunning,
    paymentUnavailable,
    preconditionFailed,
    conflict,
  ],
  handler: async ({ ctx, params, body, request }) => {
    const { order, refunds } = await cancelOrder(ctx, {
      ...body,
      orderId: params.id,
      ifMatch: request.header("If-Match"),
      orderToken: request.header("X-Order-Token"),
    });
    return {
      body: { ...orderView(order, ctx), refunds: refunds.map(refundView) },
      etag: etagOf(orderVersion(order, ctx)),
    };
  },
});

const editExample = {
  line_items: [
    { id: "01900000-0000-7000-8000-000000000901", quantity: 1 },
    { sku: "MUG-01", quantity: 2 },
  ],
};

const previewRoute = defineRoute({
  ...byStaff,
  method: "post",
  path: `${ORDER}/edits/preview`,
  operationId: "previewOrderEdit",
  summary: "Say what an edit would make of an order",
  description:
    "Nothing is written. Lines that there are keep their price; taxes and shipping are those of now.",
  idempotency: "ignored",
  body: previewEditBody,
  bodyExample: editExample,
  success: [{ status: 200, description: "The order as it would be", schema: editPreviewSchema }],
  errors: [orderNotEditable],
  handler: async ({ ctx, params, body }) => ({ body: await previewEdit(ctx, params.id, body) }),
});

const editRoute = defineRoute({
  ...byStaff,
  method: "post",
  path: `${ORDER}/edits`,
  operationId: "editOrder",
  summary: "Edit an order that is paid and was not sent",
  description:
    "Lines, address and shipping option. What the order costs less goes back, or is captured less later; what it costs more is a payment that waits for the " +
    "customer, who is mailed the link to make it. Nothing is sent until it is paid.",
  requestHeaders: {
    "If-Match": "Only this version (ETag) is edited; `version` in the body does as well.",
  },
  body: editBody,
  bodyExample: { ...editExample, version: 2 },
  success: [
    { status: 200, description: "The order, and what moves because of it", schema: editedOrderSchema },
  ],
  errors: [
    orderNotEditable,
    editInvalid,
    totalChanged,
    outOfStock,
    notServed,
    paymentRunning,
    paymentUnavailable,
    preconditionFailed,
    conflict,
  ],
  handler: async ({ ctx, params, body, request }) => {
    const { order, difference, refunds } = await editOrder(ctx, {
      ...body,
      orderId: params.id,
      ifMatch: request.header("If-Match"),
    });
    return {
      body: {
        order: orderView(order, ctx),
        difference,
        refunds: refunds.map(refundView),
        payment_url: await paymentUrl(ctx, order),
      },
    };
  },
});

const linkRoute = defineRoute({
  ...byStaff,
  method: "post",
  path: `${ORDER}/payment-link`,
  operationId: "makePaymentLink",
  summary: "Make the link with which the customer pays what is open",
  description: "Whoever has the link can read the order and pay it: give it to the customer alone.",
  body: paymentLinkBody,
  bodyExample: { notify: true },
  success: [{ status: 200, description: "The link", schema: paymentLinkSchema }],
  errors: [nothingToPay, conflict],
  handler: async ({ ctx, params, body }) => ({
    body: await paymentLink(ctx, { orderId: params.id, notify: body.notify }),
  }),
});

const payableRoute = defineRoute({
  ...byHolder,
  method: "get",
  path: `${ORDER}/payable`,
  operationId: "getPayableOrder",
  summary: "Say what is to be paid of an order, and with which key of Stripe's",
  requestHeaders: orderToken,
  success: [{ status: 200, description: "What a page needs to take the payment", schema: payableSchema }],
  handler: async ({ ctx, params, request }) => ({
    body: await payableOrder(ctx, params.id, request.header("X-Order-Token")),
  }),
});

export const orderChangeRoutes = [cancelRoute, previewRoute, editRoute, linkRoute, payableRoute] as const;

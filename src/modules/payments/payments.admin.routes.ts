import { defineRoute, etagOf, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { paymentNotRefundable, refundExceedsCaptured } from "./payments.errors.ts";
import {
  dailyTotalsQuery,
  dailyTotalsSchema,
  paymentListQuery,
  paymentSchema,
  refundBody,
  refundListQuery,
  refundParams,
  refundSchema,
} from "./payments.schema.ts";
import { dayView, paymentVersion, paymentView, refundView } from "./payments.view.ts";
import {
  dailyTotals,
  fullPaymentOrThrow,
  listPayments,
  listRefunds,
  refundOrThrow,
} from "./read-payments.ts";
import { refundPayment } from "./refund-payment.ts";

const access = permission("order:manage");

const dailyTotalsRoute = defineRoute({
  method: "get",
  path: "/api/v1/payments/daily-totals",
  operationId: "getPaymentDailyTotals",
  tag: "Payments",
  summary: "Sum up what each day brought",
  description:
    "By UTC day and currency, from the ledger alone: what was captured, refunded, disputed and reinstated, Stripe's fees, and the net that payouts consist of.",
  access,
  query: dailyTotalsQuery,
  success: [{ status: 200, description: "The days that something happened on", schema: dailyTotalsSchema }],
  handler: async ({ ctx, query }) => ({ body: { data: (await dailyTotals(ctx, query)).map(dayView) } }),
});

const listRoute = defineRoute({
  method: "get",
  path: "/api/v1/payments",
  operationId: "listPayments",
  tag: "Payments",
  summary: "List payments",
  access,
  query: paymentListQuery,
  success: [
    {
      status: 200,
      description: "A page of payments",
      schema: pageSchema(paymentSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listPayments(ctx, query);
    return {
      body: { data: rows.map(paymentView), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const getRoute = defineRoute({
  method: "get",
  path: "/api/v1/payments/{id}",
  operationId: "getPayment",
  tag: "Payments",
  summary: "Read a payment with its ledger",
  access,
  params: idParams,
  success: [
    { status: 200, description: "The payment", schema: paymentSchema, headers: { ETag: "Its version" } },
  ],
  handler: async ({ ctx, params }) => {
    const payment = await fullPaymentOrThrow(ctx, params.id);
    return { body: paymentView(payment), etag: etagOf(paymentVersion(payment)) };
  },
});

const refundRoute = defineRoute({
  method: "post",
  path: "/api/v1/payments/{id}/refunds",
  operationId: "refundPayment",
  tag: "Payments",
  summary: "Give money back",
  description:
    "With neither `amount` nor `line_items`: all that is left. With `line_items`: what these units cost, taxes included; `amount` may lower it. " +
    "Several refunds can be made until nothing of the captured sum is left. The money is set aside at once; when Stripe does not answer, the " +
    "refund is 201 with the status `requested` and is made as soon as Stripe does. One that Stripe will not make is answered as `failed`.",
  access,
  params: idParams,
  body: refundBody,
  bodyExample: { amount: 500, reason: "requested_by_customer" },
  idempotency: "required",
  success: [
    { status: 201, description: "The refund", schema: refundSchema, headers: { Location: "The refund" } },
  ],
  errors: [paymentNotRefundable, refundExceedsCaptured],
  handler: async ({ ctx, params, body }) => {
    const refund = await refundPayment(ctx, params.id, body);
    const location = `/api/v1/payments/${params.id}/refunds/${refund.id}`;
    return { status: 201, body: refundView(refund), headers: { Location: location } };
  },
});

const listRefundsRoute = defineRoute({
  method: "get",
  path: "/api/v1/payments/{id}/refunds",
  operationId: "listRefunds",
  tag: "Payments",
  summary: "List a payment's refunds, oldest first",
  access,
  params: idParams,
  query: refundListQuery,
  success: [
    {
      status: 200,
      description: "A page of refunds",
      schema: pageSchema(refundSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, params, query, request }) => {
    const { rows, pagination } = await listRefunds(ctx, params.id, query);
    return {
      body: { data: rows.map(refundView), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const getRefundRoute = defineRoute({
  method: "get",
  path: "/api/v1/payments/{id}/refunds/{refund_id}",
  operationId: "getRefund",
  tag: "Payments",
  summary: "Read a refund",
  access,
  params: refundParams,
  success: [
    { status: 200, description: "The refund", schema: refundSchema, headers: { ETag: "Its version" } },
  ],
  handler: async ({ ctx, params }) => {
    const refund = await refundOrThrow(ctx, params.id, params.refund_id);
    return { body: refundView(refund), etag: etagOf(refund.version) };
  },
});

export const paymentAdminRoutes = [
  dailyTotalsRoute,
  listRoute,
  getRoute,
  refundRoute,
  listRefundsRoute,
  getRefundRoute,
] as const;

import type { Ctx } from "../../platform/ctx.ts";
import { preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, etagOf, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import {
  authorizationGone,
  captureBody,
  captureExceedsAuthorized,
  fullPaymentOrThrow,
  fullPaymentView,
  paymentNotCapturable,
  paymentNotVoidable,
  paymentSchema,
  paymentUnavailable,
  paymentVersion,
} from "../payments/index.ts";
import { capturePayment } from "./capture-payment.ts";
import { voidPayment } from "./void-payment.ts";

const requestHeaders = { "If-Match": "Only while the payment has this ETag." };

const captureRoute = defineRoute({
  method: "post",
  path: "/api/v1/payments/{id}/captures",
  operationId: "capturePayment",
  tag: "Payments",
  summary: "Take what was authorised",
  description:
    "Of payments with the capture method `manual`. Without `amount`: what the order still costs. Capturing less than was authorised releases the rest; an authorisation is captured once.",
  access: permission("order:manage"),
  params: idParams,
  requestHeaders,
  body: captureBody,
  bodyExample: { amount: 1999 },
  idempotency: "required",
  success: [
    {
      status: 201,
      description: "The payment as it is then",
      schema: paymentSchema,
      headers: { Location: "The payment", ETag: "Its version" },
    },
  ],
  errors: [
    paymentNotCapturable,
    authorizationGone,
    captureExceedsAuthorized,
    paymentUnavailable,
    preconditionFailed,
  ],
  handler: async ({ ctx, params, body, request }) => {
    await capturePayment(ctx, { id: params.id, ifMatch: request.header("If-Match") }, body);
    return {
      status: 201,
      ...(await paymentReply(ctx, params.id)),
      headers: { Location: `/api/v1/payments/${params.id}` },
    };
  },
});

const voidRoute = defineRoute({
  method: "post",
  path: "/api/v1/payments/{id}/void",
  operationId: "voidPayment",
  tag: "Payments",
  summary: "Let go of what was authorised",
  description:
    "The customer's bank releases the money. The order is not cancelled by it; it is held, because nothing pays for it any more.",
  access: permission("order:manage"),
  params: idParams,
  requestHeaders,
  success: [
    {
      status: 200,
      description: "The payment as it is then",
      schema: paymentSchema,
      headers: { ETag: "Its version" },
    },
  ],
  errors: [paymentNotVoidable, paymentUnavailable, preconditionFailed],
  handler: async ({ ctx, params, request }) => {
    await voidPayment(ctx, { id: params.id, ifMatch: request.header("If-Match") });
    return paymentReply(ctx, params.id);
  },
});

async function paymentReply(ctx: Ctx, id: string) {
  const payment = await fullPaymentOrThrow(ctx, id);
  return { body: fullPaymentView(payment), etag: etagOf(paymentVersion(payment)) };
}

export const paymentActionRoutes = [captureRoute, voidRoute] as const;

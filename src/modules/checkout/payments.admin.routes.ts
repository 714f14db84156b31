import { defineRoute, permission } from "../../platform/http/index.ts";
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
} from "../payments/index.ts";
import { capturePayment } from "./capture-payment.ts";
import { voidPayment } from "./void-payment.ts";

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
  body: captureBody,
  bodyExample: { amount: 1999 },
  idempotency: "required",
  success: [
    {
      status: 201,
      description: "The payment as it is then",
      schema: paymentSchema,
      headers: { Location: "The payment" },
    },
  ],
  errors: [paymentNotCapturable, authorizationGone, captureExceedsAuthorized, paymentUnavailable],
  handler: async ({ ctx, params, body }) => {
    await capturePayment(ctx, params.id, body);
    return {
      status: 201,
      body: fullPaymentView(await fullPaymentOrThrow(ctx, params.id)),
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
  success: [{ status: 200, description: "The payment as it is then", schema: paymentSchema }],
  errors: [paymentNotVoidable, paymentUnavailable],
  handler: async ({ ctx, params }) => {
    await voidPayment(ctx, params.id);
    return { body: fullPaymentView(await fullPaymentOrThrow(ctx, params.id)) };
  },
});

export const paymentActionRoutes = [captureRoute, voidRoute] as const;

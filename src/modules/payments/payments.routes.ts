import { defineRoute, signature } from "../../platform/http/index.ts";
import { paymentAdminRoutes } from "./payments.admin.routes.ts";
import { webhookSignatureInvalid } from "./payments.errors.ts";
import { receiveWebhook } from "./receive-stripe-event.ts";

const webhookRoute = defineRoute({
  method: "post",
  path: "/api/v1/payments/webhooks/stripe",
  operationId: "receiveStripeWebhook",
  tag: "Payments",
  summary: "Take in an event from Stripe",
  description:
    "Stores the event under its id and answers at once; the queue does the work. Deliveries may repeat.",
  access: signature("Stripe-Signature"),
  requestHeaders: { "Stripe-Signature": "Stripe's signature of the raw body." },
  textBody: {
    contentType: "application/json",
    description: "The event, exactly as Stripe sent it",
    example: '{ "id": "evt_…" }',
  },
  maxBodyBytes: 1024 * 1024,
  idempotency: "ignored",
  success: [{ status: 204, description: "The event is stored (now or before)" }],
  errors: [webhookSignatureInvalid],
  handler: async ({ ctx, request }) => {
    await receiveWebhook(ctx, await request.text(), request.header("Stripe-Signature"));
    return { status: 204 };
  },
});

export const paymentRoutes = [webhookRoute, ...paymentAdminRoutes] as const;

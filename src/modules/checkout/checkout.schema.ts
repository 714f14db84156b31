import { z } from "@hono/zod-openapi";
import { returnUrl } from "../../platform/http/schemas.ts";
import { orderSchema } from "../orders/index.ts";

const paymentMethod = z.string().min(1).max(255).openapi({
  description:
    "A Stripe PaymentMethod id; signed-in customers may name one that they have saved. With it the payment is confirmed at once.",
  example: "pm_card_visa",
});
const returnTo = returnUrl.openapi({
  description: "Where the shopper comes back to after a redirect (3-D Secure).",
});

export const placeOrderBody = z
  .strictObject({
    payment_method: paymentMethod.optional(),
    return_url: returnTo.optional(),
    save_payment_method: z.boolean().optional().openapi({
      description: "For signed-in customers: what they pay with is saved at Stripe, to pay with again.",
    }),
    quote_hash: z
      .string()
      .max(64)
      .optional()
      .openapi({ description: "The cart's quote_hash that the shopper agreed to." }),
  })
  .openapi("PlaceOrder");

export const payOrderBody = z
  .strictObject({ payment_method: paymentMethod, return_url: returnTo.optional() })
  .openapi("PayOrder");

export const paymentViewSchema = z
  .object({
    id: z.uuid(),
    status: z.string().openapi({ description: "Stripe's state of the PaymentIntent." }),
    client_secret: z
      .string()
      .nullable()
      .openapi({ description: "For Stripe.js to confirm the payment with." }),
    publishable_key: z.string(),
    next_action: z
      .unknown()
      .optional()
      .openapi({ description: "What the shopper has to do, as Stripe says it." }),
  })
  .openapi("PaymentAttempt");

export const placedOrderSchema = orderSchema
  .extend({
    payment: paymentViewSchema.nullable().openapi({ description: "null for an order that costs nothing" }),
    access_token: z
      .string()
      .openapi({ description: "Gives a guest access to the order: send it as X-Order-Token." }),
  })
  .openapi("PlacedOrder");

export type PlaceOrder = z.output<typeof placeOrderBody>;
export type PlacedOrder = z.output<typeof placedOrderSchema>;

import { z } from "@hono/zod-openapi";
import { returnUrl } from "../../platform/http/schemas.ts";
import { pageSchema } from "../../platform/pagination.ts";

/** A payment method's id as Stripe gives it; the emulator's test cards have such names, too. */
const methodId = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9_]+$/, "must be a payment method's id");

export const savedMethodParams = z.object({
  id: methodId.openapi({
    description: "The payment method's id at Stripe.",
    example: "pm_1Q0PsIJvEtkwdCNYMSaVuRz6",
  }),
});

export const savedMethodSchema = z
  .object({
    id: z.string(),
    type: z.string().openapi({ example: "card" }),
    brand: z.string().optional().openapi({ example: "visa" }),
    last4: z.string().optional().openapi({ example: "4242" }),
    exp_month: z.int().optional(),
    exp_year: z.int().optional(),
    is_default: z.boolean().openapi({ description: "The one to offer first." }),
    created_at: z.iso.datetime(),
  })
  .openapi("SavedPaymentMethod");

export const savedMethodsSchema = pageSchema(savedMethodSchema);

export const saveMethodBody = z
  .strictObject({
    payment_method: methodId.optional().openapi({
      description:
        "With it the method is saved at once; without, the client confirms with Stripe.js and `client_secret`.",
      example: "pm_card_visa",
    }),
    return_url: returnUrl
      .optional()
      .openapi({ description: "Where the customer comes back to after a redirect (3-D Secure)." }),
  })
  .openapi("SavePaymentMethod");

export const methodSetupSchema = z
  .object({
    setup_intent: z.string().openapi({ description: "The SetupIntent's id at Stripe." }),
    status: z.string().openapi({ description: "Stripe's state of it; `succeeded`: the method is saved." }),
    client_secret: z.string().nullable().openapi({ description: "For Stripe.js to confirm it with." }),
    publishable_key: z.string(),
    payment_method: z.string().nullable(),
    next_action: z
      .unknown()
      .optional()
      .openapi({ description: "What the customer has to do, as Stripe says it." }),
  })
  .openapi("PaymentMethodSetup");

export type SavedMethod = z.output<typeof savedMethodSchema>;
export type SaveMethod = z.output<typeof saveMethodBody>;
export type MethodSetup = z.output<typeof methodSetupSchema>;

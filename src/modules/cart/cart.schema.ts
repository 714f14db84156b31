import { z } from "@hono/zod-openapi";
import {
  mailableEmailSchema,
  addressSchema,
  currencySchema,
  moneySchema,
} from "../../platform/http/schemas.ts";
import { totalsSchema } from "../pricing/index.ts";
import { MAX_QUANTITY } from "./cart.state.ts";

const quantity = z.int().min(1).max(MAX_QUANTITY);

export const addItemBody = z
  .strictObject({
    variant_id: z.uuid().optional(),
    sku: z.string().min(1).max(255).optional(),
    quantity: quantity.default(1),
    currency: currencySchema
      .optional()
      .openapi({ description: "Only for the first item: what the cart is priced in." }),
  })
  .refine((body) => (body.variant_id === undefined) !== (body.sku === undefined), {
    path: ["variant_id"],
    message: "give either variant_id or sku",
  })
  .openapi("AddCartItem");

export const setQuantityBody = z.strictObject({ quantity }).openapi("SetCartItemQuantity");
export const contactBody = z.strictObject({ email: mailableEmailSchema }).openapi("CartContact");
export const shippingOptionBody = z.strictObject({ id: z.uuid() }).openapi("ChooseShippingOption");
export const lineParams = z.object({ line_id: z.uuid() });

export const shippingOptionSchema = z
  .object({ id: z.uuid(), name: z.string(), price: moneySchema })
  .openapi("ShippingOption");

const problemSchema = z
  .discriminatedUnion("code", [
    z.object({ code: z.literal("price_changed"), previous_price: moneySchema, message: z.string() }),
    z.object({ code: z.literal("insufficient_stock"), available: z.int(), message: z.string() }),
    z.object({ code: z.literal("unavailable"), message: z.string() }),
  ])
  .openapi("CartLineProblem");

export const cartSchema = z
  .object({
    id: z.uuid(),
    version: z.int(),
    currency: currencySchema,
    email: z.string().optional(),
    items: z.array(
      z.object({
        id: z.uuid(),
        variant_id: z.uuid(),
        product_id: z.uuid(),
        sku: z.string(),
        name: z.string(),
        options: z.record(z.string(), z.string()),
        quantity: z.int(),
        unit_price: moneySchema,
        total: moneySchema,
        image_url: z.string().optional(),
        problems: z.array(problemSchema),
      }),
    ),
    shipping_address: addressSchema.optional(),
    billing_address: addressSchema.optional(),
    shipping_option: shippingOptionSchema.optional(),
    totals: totalsSchema,
    quote_hash: z
      .string()
      .openapi({ description: "Send it with POST /orders to make sure that nothing changed in between." }),
    expires_at: z.iso.datetime(),
  })
  .openapi("Cart");

export type Cart = z.output<typeof cartSchema>;
export type ShippingOption = z.output<typeof shippingOptionSchema>;

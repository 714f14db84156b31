import { z } from "@hono/zod-openapi";
import {
  mailableEmailSchema,
  addressSchema,
  currencySchema,
  moneySchema,
  plainText,
} from "../../platform/http/schemas.ts";
import { totalsSchema } from "../pricing/index.ts";
import { deliverySchema } from "../shipping/index.ts";
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

const note = (max: number) =>
  plainText(max)
    .nullable()
    .transform((text) => text || null)
    .openapi({
      type: ["string", "null"],
      maxLength: max,
      description: "null or an empty text takes it away.",
    });

export const changeCartBody = z.strictObject({ note: note(500) }).openapi("ChangeCart");
export const changeLineBody = z
  .strictObject({ quantity: quantity.optional(), note: note(200).optional() })
  .refine((body) => body.quantity !== undefined || body.note !== undefined, {
    path: ["quantity"],
    message: "give a quantity or a note",
  })
  .openapi("ChangeCartItem");
export const replaceLineBody = z
  .strictObject({ quantity, note: note(200).optional() })
  .openapi("ReplaceCartItem");
export const readCartQuery = z.object({
  refresh: z.enum(["true", "false"]).optional().openapi({
    description: "`true` compares the cart with the catalog before it is answered, rather than after.",
  }),
});
export const savedCartParams = z.object({ saved_cart_id: z.uuid() });
export const contactBody = z.strictObject({ email: mailableEmailSchema }).openapi("CartContact");
export const shippingOptionBody = z.strictObject({ id: z.uuid() }).openapi("ChooseShippingOption");
export const lineParams = z.object({ line_id: z.uuid() });

export const shippingOptionSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    price: moneySchema,
    delivery: deliverySchema.optional().openapi({ description: "How long it takes, in days." }),
  })
  .openapi("ShippingOption");

const message = z.string().openapi({ description: "For people." });

const problemSchema = z
  .discriminatedUnion("code", [
    z.object({
      code: z.literal("price_changed"),
      action: z.literal("accept_changes"),
      previous_price: moneySchema,
      message,
    }),
    z.object({
      code: z.literal("insufficient_stock"),
      action: z.enum(["reduce_quantity", "remove"]),
      available: z.int(),
      message,
    }),
    z.object({ code: z.literal("unavailable"), action: z.literal("remove"), message }),
  ])
  .openapi("CartLineProblem", {
    description:
      "What has changed about a line since it was put into the cart, and what to do. POST /cart/accept-changes does it for all lines.",
  });

const cartProblemSchema = z
  .object({
    code: z.literal("total_changed"),
    action: z.literal("accept_changes"),
    previous_total: moneySchema,
    message,
  })
  .openapi("CartProblem", {
    description:
      "What the cart cost when the shopper saw it last, before prices, shipping, tax or a merge changed that. Stays until they accept it, change " +
      "what the cart costs themselves, or it is the old total again; until then ordering needs the `quote_hash`.",
  });

export const itemSchema = z.object({
  id: z.uuid(),
  variant_id: z.uuid(),
  product_id: z.uuid(),
  sku: z.string(),
  name: z.string(),
  options: z.record(z.string(), z.string()),
  quantity: z.int(),
  note: z.string().optional(),
  unit_price: moneySchema,
  total: moneySchema,
  image_url: z.string().optional(),
  problems: z.array(problemSchema),
});

export const cartSchema = z
  .object({
    id: z.uuid(),
    version: z.int(),
    currency: currencySchema,
    email: z.string().optional(),
    note: z.string().optional().openapi({ description: "What the shopper tells the shop with the order." }),
    items: z.array(itemSchema),
    shipping_address: addressSchema.optional(),
    billing_address: addressSchema.optional(),
    shipping_option: shippingOptionSchema.optional(),
    totals: totalsSchema,
    problems: z.array(cartProblemSchema),
    quote_hash: z
      .string()
      .openapi({ description: "Send it with POST /orders to make sure that nothing changed in between." }),
    expires_at: z.iso.datetime(),
  })
  .openapi("Cart");

const changeOf = { item_id: z.uuid(), variant_id: z.uuid(), sku: z.string(), name: z.string() };

export const acceptedCartSchema = cartSchema
  .extend({
    changes: z
      .array(
        z.discriminatedUnion("code", [
          z.object({
            code: z.literal("price_changed"),
            ...changeOf,
            previous_price: moneySchema,
            unit_price: moneySchema,
          }),
          z.object({
            code: z.literal("quantity_reduced"),
            ...changeOf,
            previous_quantity: z.int(),
            quantity: z.int(),
          }),
          z.object({
            code: z.literal("removed"),
            ...changeOf,
            reason: z.enum(["unavailable", "insufficient_stock"]),
            previous_quantity: z.int(),
          }),
        ]),
      )
      .openapi({ description: "What accepting did, line by line; empty when no line had a problem." }),
  })
  .openapi("AcceptedCart");

export const savedCartSchema = z
  .object({
    id: z.uuid(),
    reason: z.enum(["merged", "replaced"]).openapi({
      description:
        "`merged`: the cart as it was before a guest's was merged into it. `replaced`: it gave way to a saved one.",
    }),
    saved_at: z.iso.datetime(),
    expires_at: z.iso.datetime().openapi({ description: "Until then it can be restored." }),
    currency: currencySchema,
    email: z.string().optional(),
    note: z.string().optional(),
    shipping_address: addressSchema.optional(),
    billing_address: addressSchema.optional(),
    items: z.array(itemSchema).openapi({ description: "The lines that restoring brings back." }),
    merged_items: z
      .array(z.object({ variant_id: z.uuid(), sku: z.string(), name: z.string(), quantity: z.int() }))
      .openapi({ description: "What the merge added, and restoring takes out again." }),
  })
  .openapi("SavedCart");

export type AcceptedCart = z.output<typeof acceptedCartSchema>;
export type SavedCartView = z.output<typeof savedCartSchema>;
export type Cart = z.output<typeof cartSchema>;
export type ShippingOption = z.output<typeof shippingOptionSchema>;

import { z } from "@hono/zod-openapi";
import {
  addressSchema,
  currencySchema,
  mailableEmailSchema,
  moneySchema,
  plainText,
} from "../../platform/http/schemas.ts";
import { MAX_LINES, MAX_QUANTITY, shippingOptionSchema } from "../cart/index.ts";
import { MAX_AMOUNT } from "../catalog/index.ts";
import { orderSchema } from "../orders/index.ts";
import { totalsSchema } from "../pricing/index.ts";
import { DRAFT_STATUSES } from "./draft-orders.machine.ts";

const lineInput = z
  .strictObject({
    variant_id: z.uuid().optional(),
    sku: z.string().min(1).max(255).optional(),
    quantity: z.int().min(1).max(MAX_QUANTITY),
    unit_price: moneySchema
      .extend({ amount: z.int().min(0).max(MAX_AMOUNT) })
      .optional()
      .openapi({
        description: "Instead of the catalog's price, in the draft's currency. Needs a price_reason.",
      }),
    price_reason: plainText(200).min(1).optional(),
  })
  .refine((line) => (line.variant_id === undefined) !== (line.sku === undefined), {
    path: ["variant_id"],
    message: "give either variant_id or sku",
  })
  .refine((line) => line.unit_price === undefined || line.price_reason !== undefined, {
    path: ["price_reason"],
    message: "say why it costs something else than in the catalog",
  })
  .refine((line) => line.unit_price !== undefined || line.price_reason === undefined, {
    path: ["unit_price"],
    message: "is what the price_reason is about",
  })
  .openapi("DraftLineInput");

const lineInputs = z.array(lineInput).max(MAX_LINES);
const note = plainText(500).min(1);

export const draftBody = z
  .strictObject({
    customer_id: z.uuid().optional().openapi({ description: "Whose order it will be; absent: a guest's." }),
    email: mailableEmailSchema
      .optional()
      .openapi({ description: "Where the link to pay goes; by default the customer's address." }),
    currency: currencySchema.optional().openapi({ description: "By default the shop's first one." }),
    line_items: lineInputs.default([]),
    shipping_address: addressSchema.optional(),
    billing_address: addressSchema.optional(),
    shipping_option_id: z.uuid().optional(),
    note: note.optional(),
  })
  .openapi("DraftOrderInput");

export const draftPatch = z
  .strictObject({
    customer_id: z.uuid().nullable().optional(),
    email: mailableEmailSchema.nullable().optional(),
    currency: currencySchema.optional(),
    line_items: lineInputs.optional(),
    shipping_address: addressSchema.nullable().optional(),
    billing_address: addressSchema.nullable().optional(),
    shipping_option_id: z.uuid().nullable().optional(),
    note: note.nullable().optional(),
  })
  .openapi("DraftOrderPatch", {
    description:
      "A merge patch of the first level: what is absent stays, null takes it away, line_items replace all lines.",
  });

export const sendDraftBody = z
  .strictObject({
    notify: z
      .boolean()
      .default(true)
      .openapi({ description: "Whether the customer is mailed the link to pay." }),
  })
  .openapi("SendDraftOrder");

const problemSchema = z
  .object({
    code: z.enum([
      "missing",
      "unavailable",
      "not_sold_in_currency",
      "insufficient_stock",
      "not_served",
      "shipping_option_unavailable",
      "too_expensive",
      "customer_inactive",
    ]),
    pointer: z
      .string()
      .openapi({ description: "Which part of the draft it is about.", example: "#/line_items/0" }),
    message: z.string().openapi({ description: "For people." }),
    available: z.int().optional().openapi({ description: "With insufficient_stock: how many are left." }),
  })
  .openapi("DraftOrderProblem");

export const draftSchema = z
  .object({
    id: z.uuid(),
    status: z.enum(DRAFT_STATUSES),
    currency: currencySchema,
    email: z.string().optional(),
    customer_id: z.uuid().optional(),
    line_items: z.array(
      z.object({
        id: z.uuid(),
        variant_id: z.uuid(),
        sku: z.string(),
        name: z.string(),
        options: z.record(z.string(), z.string()),
        quantity: z.int(),
        unit_price: moneySchema,
        listed_price: moneySchema.optional().openapi({ description: "What the catalog asks for." }),
        price_reason: z.string().optional(),
        tax: moneySchema,
        tax_included: moneySchema,
        total: moneySchema,
      }),
    ),
    shipping_address: addressSchema.optional(),
    billing_address: addressSchema.optional(),
    shipping_option: shippingOptionSchema.optional(),
    shipping_options: z
      .array(shippingOptionSchema)
      .openapi({ description: "What can be chosen for this address and these goods." }),
    note: z.string().optional(),
    prices_include_tax: z.boolean(),
    totals: totalsSchema.openapi({
      description: "At the prices, rates and taxes of now: sending fixes them.",
    }),
    problems: z.array(problemSchema).openapi({ description: "What stands in the way of sending it." }),
    order_id: z.uuid().optional().openapi({ description: "The order that it was sent as." }),
    allowed_transitions: z.array(
      z.object({ action: z.string(), allowed: z.boolean(), reason: z.string().optional() }),
    ),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    version: z.int(),
  })
  .openapi("DraftOrder");

export const sentDraftSchema = z
  .object({
    order: orderSchema,
    payment_url: z.url().nullable().openapi({
      description: "The page on which the customer pays. null when nothing is to be paid (any more).",
    }),
  })
  .openapi("SentDraftOrder");

export type DraftBody = z.output<typeof draftBody>;
export type DraftPatch = z.output<typeof draftPatch>;
export type DraftOrder = z.output<typeof draftSchema>;
export type DraftProblem = z.output<typeof problemSchema>;

import { z } from "@hono/zod-openapi";
import { addressSchema, currencySchema, moneySchema } from "../../platform/http/schemas.ts";
import { explainedSchema, taxLineSchema, totalsSchema } from "../pricing/index.ts";
import { ORDER_STATUSES } from "./orders.machine.ts";

export const PAYMENT_STATUSES = [
  "unpaid",
  "authorized",
  "paid",
  "partially_refunded",
  "refunded",
  "voided",
] as const;

const lineSchema = z
  .object({
    id: z.uuid(),
    variant_id: z.uuid(),
    product_id: z.uuid(),
    sku: z.string(),
    name: z.string(),
    options: z.record(z.string(), z.string()),
    quantity: z.int(),
    unit_price: moneySchema,
    discount: moneySchema,
    tax: moneySchema.openapi({ description: "What is added on top: 0 where prices include tax." }),
    tax_included: moneySchema,
    taxes: z.array(taxLineSchema).openapi({ description: "The taxes on or in the line." }),
    total: moneySchema.openapi({ description: "quantity x unit_price - discount, as prices are shown" }),
    image_url: z.string().optional(),
    note: z.string().optional(),
  })
  .openapi("OrderLine");

export const orderSchema = z
  .object({
    id: z.uuid(),
    number: z.string(),
    status: z.enum(ORDER_STATUSES),
    payment_status: z.enum(PAYMENT_STATUSES),
    fulfillment_status: z.enum(["unfulfilled"]),
    currency: currencySchema,
    email: z.string(),
    customer_id: z
      .uuid()
      .optional()
      .openapi({ description: "Whose order it is, for staff and the owner; absent for a guest's." }),
    note: z.string().optional().openapi({ description: "What the shopper told the shop with the order." }),
    line_items: z.array(lineSchema),
    shipping_address: addressSchema,
    billing_address: addressSchema.optional(),
    shipping_option: z.object({ id: z.uuid(), name: z.string(), price: moneySchema }).optional(),
    tax_lines: z.array(taxLineSchema),
    shipping_taxes: z.array(taxLineSchema).openapi({ description: "The part of them that shipping bears." }),
    prices_include_tax: z.boolean(),
    totals: totalsSchema,
    payments: z.array(
      z.object({
        id: z.uuid(),
        status: z.string(),
        amount: moneySchema,
        captured: moneySchema,
        refunded: moneySchema,
      }),
    ),
    placed_at: z.iso.datetime(),
    expires_at: z.iso
      .datetime()
      .optional()
      .openapi({ description: "Until when an unpaid order can be paid." }),
    allowed_transitions: z.array(
      z.object({ action: z.string(), allowed: z.boolean(), reason: z.string().optional() }),
    ),
    version: z.int(),
  })
  .openapi("Order");

export const orderExplanationSchema = z
  .object({
    totals: totalsSchema,
    prices_include_tax: z.boolean(),
    rounding: z.enum(["order", "line"]),
    rules: z.array(explainedSchema),
  })
  .openapi("OrderExplanation");

export type Order = z.output<typeof orderSchema>;

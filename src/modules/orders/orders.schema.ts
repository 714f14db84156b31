import { z } from "@hono/zod-openapi";
import { addressSchema, currencySchema, moneySchema } from "../../platform/http/schemas.ts";
import { explainedSchema, taxLineSchema, totalsSchema } from "../pricing/index.ts";
import { FULFILLMENT_STATUSES, PAYMENT_STATUSES } from "./order-statuses.ts";
import { ORDER_STATUSES } from "./orders.machine.ts";
import { ORDER_HOLDS, ORDER_SOURCES } from "./orders.table.ts";

const lineSchema = z
  .object({
    id: z.uuid(),
    variant_id: z.uuid(),
    product_id: z.uuid(),
    sku: z.string(),
    name: z.string(),
    options: z.record(z.string(), z.string()),
    quantity: z.int().openapi({ description: "Units that are part of the order now." }),
    removed_quantity: z.int().openapi({ description: "Units that were taken out after it was placed." }),
    fulfilled_quantity: z
      .int()
      .openapi({ description: "Units in fulfillments that are not cancelled, whether sent yet or not." }),
    shipped_quantity: z.int(),
    delivered_quantity: z.int(),
    returning_quantity: z
      .int()
      .openapi({ description: "Units in returns that were not rejected or cancelled, back yet or not." }),
    returned_quantity: z.int(),
    refunded_quantity: z
      .int()
      .openapi({ description: "Units whose price was given back by line, or is being given back." }),
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
    fulfillment_status: z.enum(FULFILLMENT_STATUSES),
    currency: currencySchema,
    email: z.string(),
    customer_id: z
      .uuid()
      .optional()
      .openapi({ description: "Whose order it is, for staff and the owner; absent for a guest's." }),
    note: z.string().optional().openapi({ description: "What the shopper told the shop with the order." }),
    locale: z
      .string()
      .optional()
      .openapi({ description: "The language of mails about it, where the shopper's was known." }),
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
        purpose: z.enum(["order", "difference", "credit"]).openapi({
          description:
            "The order as it was placed, or what an edit made it cost more. `credit`: money of the payment with this id, of another order, that this order was exchanged for.",
        }),
        status: z.string(),
        amount: moneySchema,
        authorized: moneySchema,
        captured: moneySchema,
        refunded: moneySchema,
        disputed: moneySchema.openapi({ description: "What the customer's bank holds back." }),
      }),
    ),
    outstanding: moneySchema.openapi({ description: "What the customer still has to pay." }),
    on_hold: z
      .enum(ORDER_HOLDS)
      .optional()
      .openapi({ description: "Why nothing of it may be sent now; absent when nothing stands in the way." }),
    tags: z.array(z.string()).optional().openapi({ description: "The shop's own, for staff." }),
    source: z.enum(ORDER_SOURCES),
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

import { z } from "@hono/zod-openapi";
import { addressSchema, currencySchema, moneySchema, plainText } from "../../platform/http/schemas.ts";
import { MAX_LINES, MAX_QUANTITY, shippingOptionSchema } from "../cart/index.ts";
import { orderSchema } from "../orders/index.ts";
import { REFUND_STATUSES, testPaymentMethodsSchema } from "../payments/index.ts";
import { taxLineSchema, totalsSchema } from "../pricing/index.ts";

const reason = plainText(500).min(1);
const notify = z.boolean().default(true).openapi({ description: "Whether the customer is told by mail." });
const unique = (lines: readonly { id?: string | undefined }[]) => {
  const ids = lines.flatMap(({ id }) => id ?? []);
  return new Set(ids).size === ids.length;
};

export const cancelBody = z
  .strictObject({
    reason: reason.optional(),
    line_items: z
      .array(z.strictObject({ id: z.uuid(), quantity: z.int().min(1).max(MAX_QUANTITY) }))
      .min(1)
      .max(MAX_LINES)
      .refine(unique, "names a line twice")
      .optional()
      .openapi({ description: "Only these units, for staff; absent: the whole order." }),
    restock: z
      .boolean()
      .default(true)
      .openapi({ description: "Whether sold units can be sold again; false: they are written off." }),
    notify,
  })
  .openapi("CancelOrder");

const lineChange = z
  .strictObject({
    id: z.uuid().optional(),
    variant_id: z.uuid().optional(),
    sku: z.string().min(1).max(255).optional(),
    quantity: z.int().min(0).max(MAX_QUANTITY),
  })
  .refine(({ id, variant_id, sku }) => [id, variant_id, sku].filter(Boolean).length === 1, {
    path: ["id"],
    message: "give a line's id, or the variant_id or sku of something new",
  })
  .refine(({ id, quantity }) => id !== undefined || quantity > 0, {
    path: ["quantity"],
    message: "must be at least 1 for something new",
  })
  .openapi("OrderLineChange");

const editFields = {
  line_items: z
    .array(lineChange)
    .min(1)
    .max(MAX_LINES)
    .refine(unique, "names a line twice")
    .optional()
    .openapi({
      description:
        "The new quantity of lines that there are (0 takes a line out; they keep their price), and what is new, at the catalog's price.",
    }),
  shipping_address: addressSchema.optional(),
  shipping_option_id: z.uuid().optional(),
  note: plainText(500).min(1).nullable().optional(),
};

const CHANGES = ["line_items", "shipping_address", "shipping_option_id", "note"] as const;
const changesSomething = (body: Partial<Record<(typeof CHANGES)[number], unknown>>) =>
  CHANGES.some((field) => body[field] !== undefined);
const NO_CHANGE = "names no change: give line_items, shipping_address, shipping_option_id or note";

export const previewEditBody = z
  .strictObject(editFields)
  .refine(changesSomething, NO_CHANGE)
  .openapi("PreviewOrderEdit");

export const editBody = z
  .strictObject({
    ...editFields,
    reason: reason.optional(),
    version: z.int().optional().openapi({ description: "The order's version, instead of If-Match." }),
    expected_total: moneySchema
      .optional()
      .openapi({ description: "The total that the preview showed: with another one nothing is changed." }),
    notify,
  })
  .refine(changesSomething, NO_CHANGE)
  .openapi("EditOrder");

const refundSchema = z
  .object({ id: z.uuid(), payment_id: z.uuid(), status: z.enum(REFUND_STATUSES), amount: moneySchema })
  .openapi("OrderRefund");

const refunds = z.array(refundSchema).openapi({
  description: "What is going back. `requested`: Stripe did not answer, and is asked again until it does.",
});

export const cancelledOrderSchema = orderSchema.extend({ refunds }).openapi("CancelledOrder");

export const differenceSchema = z
  .object({
    amount: moneySchema.shape.amount,
    currency: currencySchema,
    direction: z.enum(["charge", "refund", "none"]).openapi({
      description:
        "charge: the customer has to pay it; refund: it goes back. With none, nothing moves now: what is only authorised is captured less.",
    }),
  })
  .openapi("OrderDifference");

const problemSchema = z
  .object({
    code: z.enum([
      "unknown_line",
      "unknown_variant",
      "unavailable",
      "not_sold_in_currency",
      "below_fulfilled",
      "insufficient_stock",
      "nothing_left",
      "too_many_lines",
      "too_expensive",
      "not_served",
      "shipping_option_unavailable",
    ]),
    pointer: z.string(),
    message: z.string().openapi({ description: "For people." }),
    available: z.int().optional().openapi({ description: "With insufficient_stock: how many are left." }),
  })
  .openapi("OrderEditProblem");

export const editPreviewSchema = z
  .object({
    order_id: z.uuid(),
    version: z
      .int()
      .openapi({ description: "Of the order that this was reckoned from: send it with the edit." }),
    line_items: z.array(
      z.object({
        id: z.uuid().optional().openapi({ description: "Absent for what is new." }),
        variant_id: z.uuid(),
        sku: z.string(),
        name: z.string(),
        quantity_before: z.int(),
        quantity: z.int(),
        unit_price: moneySchema,
        tax: moneySchema,
        tax_included: moneySchema,
        total: moneySchema,
      }),
    ),
    shipping_address: addressSchema,
    shipping_option: shippingOptionSchema.optional(),
    shipping_options: z.array(shippingOptionSchema),
    tax_lines: z.array(taxLineSchema),
    totals_before: totalsSchema,
    totals: totalsSchema,
    difference: differenceSchema,
    problems: z.array(problemSchema).openapi({ description: "What stands in the way of applying it." }),
  })
  .openapi("OrderEditPreview");

const paymentUrl = z
  .url()
  .nullable()
  .openapi({ description: "The page on which the customer pays. null when nothing is to be paid." });

export const editedOrderSchema = z
  .object({ order: orderSchema, difference: differenceSchema, refunds, payment_url: paymentUrl })
  .openapi("EditedOrder");

export const paymentLinkBody = z
  .strictObject({
    notify: z.boolean().default(false).openapi({ description: "Whether it is mailed to the customer." }),
  })
  .openapi("PaymentLinkInput");

export const paymentLinkSchema = z
  .object({
    order_id: z.uuid(),
    payment_url: z.url(),
    amount: moneySchema,
    payable_until: z.iso.datetime().optional(),
  })
  .openapi("PaymentLink");

export const payableSchema = z
  .object({
    order_id: z.uuid(),
    order_number: z.string(),
    shop: z.string(),
    payment: z
      .object({
        id: z.uuid(),
        purpose: z.enum(["order", "difference"]),
        status: z.string(),
        amount: moneySchema,
        payable_until: z.iso.datetime().optional(),
      })
      .nullable()
      .openapi({ description: "null when nothing is to be paid (any more)." }),
    publishable_key: z.string().openapi({ description: "For Stripe.js." }),
    test_payment_methods: testPaymentMethodsSchema,
  })
  .openapi("PayableOrder");

export type CancelBody = z.output<typeof cancelBody>;
export type EditFields = z.output<typeof previewEditBody>;
export type EditBody = z.output<typeof editBody>;
export type EditPreview = z.output<typeof editPreviewSchema>;
export type EditProblem = z.output<typeof problemSchema>;
export type Difference = z.output<typeof differenceSchema>;

import { z } from "@hono/zod-openapi";
import { moneySchema, plainText } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery } from "../../platform/pagination.ts";
import { LEDGER_KINDS, PAYMENT_STATES, REFUND_SOURCES, REFUND_STATUSES } from "./payments.table.ts";

const time = z.iso.datetime();
const minorUnits = z.int().min(1).max(99_999_999_999);

/** Minor units of the payment's currency, or the same as Money. */
const amountInput = z.union([minorUnits, moneySchema.extend({ amount: minorUnits })]).openapi({
  description: "Integer minor units of the payment's currency, or a Money of that currency.",
  example: 1999,
});

export type AmountInput = z.output<typeof amountInput>;

export const captureBody = z
  .strictObject({
    amount: amountInput.optional().openapi({
      description:
        "How much of what was authorised to take; the rest is released. Default: what the order still costs.",
    }),
  })
  .openapi("CapturePayment");

export const testPaymentMethodsSchema = z
  .array(z.object({ id: z.string(), name: z.string() }))
  .optional()
  .openapi({ description: "What can be paid with where the Stripe emulator stands in for Stripe." });

export const refundBody = z
  .strictObject({
    amount: amountInput.optional(),
    line_items: z
      .array(z.strictObject({ id: z.uuid(), quantity: z.int().min(1).max(1_000_000) }))
      .min(1)
      .max(500)
      .optional()
      .openapi({ description: "Units of the order's lines whose price is given back." }),
    reason: plainText(500).min(1).optional().openapi({
      description:
        "Why. `duplicate`, `fraudulent` and `requested_by_customer` are told to Stripe, anything else is kept here only.",
    }),
  })
  .openapi("RefundPayment");

export type RefundInput = z.output<typeof refundBody>;

export const refundSchema = z
  .object({
    id: z.uuid(),
    payment_id: z.uuid(),
    order_id: z.uuid(),
    amount: moneySchema,
    status: z.enum(REFUND_STATUSES).openapi({
      description:
        "`requested`: decided on and set aside, Stripe has not made it yet and is asked again every minute. `pending`: on its way. `failed`: it was not made, or its money came back.",
    }),
    source: z.enum(REFUND_SOURCES),
    reason: z.string().nullable(),
    line_items: z.array(z.object({ id: z.uuid(), quantity: z.int(), amount: moneySchema })),
    shipping: moneySchema,
    failure_reason: z.string().nullable(),
    provider_ref: z.string().nullable().openapi({ description: "Stripe's id of the refund." }),
    created_at: time,
    updated_at: time,
    version: z.int(),
  })
  .openapi("Refund");

export type Refund = z.output<typeof refundSchema>;

const transactionSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(LEDGER_KINDS),
    amount: moneySchema.openapi({ description: "Not negative: the kind says which way it went." }),
    provider_ref: z.string(),
    detail: z.string().nullable(),
    occurred_at: time,
  })
  .openapi("PaymentTransaction");

const disputeSchema = z
  .object({
    id: z.string().openapi({ description: "Stripe's id of the dispute." }),
    amount: moneySchema,
    status: z.string(),
    reason: z.string(),
    evidence_due_by: time.nullable(),
    created_at: time,
  })
  .openapi("Dispute");

export const paymentSchema = z
  .object({
    id: z.uuid(),
    order_id: z.uuid(),
    order_number: z.string(),
    purpose: z.enum(["order", "difference"]),
    status: z.enum(PAYMENT_STATES).openapi({
      description: "Stripe's state of the PaymentIntent; `pending` while there is none.",
    }),
    capture_method: z.enum(["automatic", "manual"]),
    amount: moneySchema,
    authorized: moneySchema.openapi({ description: "What the bank has promised and can still be captured." }),
    captured: moneySchema,
    refunded: moneySchema,
    refunding: moneySchema.openapi({ description: "Set aside for refunds that Stripe has not made yet." }),
    disputed: moneySchema.openapi({
      description: "What the customer's bank has taken back and not returned.",
    }),
    refundable: moneySchema,
    fee: moneySchema.openapi({
      description: "What Stripe took for it, in the currency of the balance at Stripe.",
    }),
    method: z
      .object({ type: z.string(), brand: z.string().optional(), last4: z.string().optional() })
      .nullable(),
    last_error: z.object({ code: z.string(), decline_code: z.string().nullable() }).nullable(),
    provider: z.literal("stripe"),
    provider_ref: z.string().nullable().openapi({ description: "The PaymentIntent." }),
    transactions: z.array(transactionSchema).openapi({
      description:
        "The ledger, oldest first. Entries are added and never changed; the sums above are its sums.",
    }),
    refunds: z.array(refundSchema),
    disputes: z.array(disputeSchema),
    allowed_transitions: z.array(
      z.object({ action: z.string(), allowed: z.boolean(), reason: z.string().optional() }),
    ),
    created_at: time,
    updated_at: time,
    version: z.int(),
  })
  .openapi("Payment");

export type Payment = z.output<typeof paymentSchema>;

export const paymentListQuery = z.object({
  limit: limitQuery,
  cursor: cursorQuery,
  sort: z.enum(["-created_at", "created_at"]).default("-created_at"),
  status: z.enum(PAYMENT_STATES).optional(),
  order_id: z.uuid().optional(),
  intent: z.string().max(255).optional().openapi({ description: "Stripe's id of the PaymentIntent." }),
  created_from: time.optional(),
  created_to: time.optional().openapi({ description: "Exclusive." }),
});

export const refundListQuery = z.object({ limit: limitQuery, cursor: cursorQuery });

export const refundParams = z.object({ id: z.uuid(), refund_id: z.uuid() });

const day = z.iso.date().openapi({ example: "2026-11-22" });

export const dailyTotalsQuery = z.object({
  from: day,
  to: day.openapi({ description: "The last day, itself included. At most 366 days." }),
});

export const dailyTotalsSchema = z
  .object({
    data: z.array(
      z.object({
        date: day,
        currency: z.string(),
        captured: moneySchema,
        refunded: moneySchema.openapi({
          description: "Less what came back of failed refunds; can be negative.",
        }),
        disputed: moneySchema,
        reinstated: moneySchema,
        fees: moneySchema.openapi({ description: "Less fees that were returned." }),
        net: moneySchema.openapi({ description: "captured - refunded - disputed + reinstated - fees" }),
      }),
    ),
  })
  .openapi("PaymentDailyTotals");

import { z } from "@hono/zod-openapi";
import { currencySchema, moneySchema } from "../../platform/http/schemas.ts";
import { REFUND_STATUSES } from "../payments/index.ts";
import { RETURN_STATUSES } from "./returns.machine.ts";

const MAX_LINES = 200;
const MAX_AMOUNT = 1_000_000_000_000;

/** Several lines of text as people type them, trimmed; no control characters but line breaks, and no marks that turn the direction. */
const freeText = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)

    .regex(
      /^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*$/,
      "must not contain control characters",
    );

const lineId = z.uuid().openapi({ description: "The order's line." });
const count = (least: number) => z.int().min(least).max(1_000_000);

/** A list in which each line of the order comes once. */
function linesOnce<Line extends z.ZodObject<{ id: z.ZodUUID }>>(line: Line) {
  return z
    .array(line)
    .min(1)
    .max(MAX_LINES)
    .superRefine((items, issue) => {
      const seen = new Set<string>();
      for (const [index, item] of items.entries()) {
        const id = item["id"];
        if (seen.has(id)) issue.addIssue({ code: "custom", path: [index, "id"], message: "comes twice" });
        seen.add(id);
      }
    });
}

const minorUnits = z.int().min(0).max(MAX_AMOUNT);

/** Minor units of the order's currency, or the same as Money. */
const amountBody = z.union([minorUnits, z.strictObject({ amount: minorUnits, currency: currencySchema })]);

export const requestReturnBody = z.strictObject({
  line_items: linesOnce(
    z.strictObject({ id: lineId, quantity: count(1), reason: freeText(500).optional() }),
  ).openapi({ description: "The units that are to come back." }),
  reason: freeText(1_000).optional(),
  exchange: z
    .boolean()
    .default(false)
    .openapi({ description: "Whether something else is wanted rather than the money." }),
});

export const approveReturnBody = z.strictObject({
  label: freeText(4_000)
    .optional()
    .openapi({ description: "What to put on the parcel: an address, or where to get a label." }),
  instructions: freeText(4_000).optional(),
});

export const rejectReturnBody = z.strictObject({
  reason: freeText(1_000).openapi({ description: "Told to the customer." }),
});

export const receiveReturnBody = z
  .strictObject({
    line_items: z
      .array(
        z.strictObject({
          id: lineId,
          restocked: count(0).default(0).openapi({ description: "Units that can be sold again." }),
          written_off: count(0).default(0).openapi({ description: "Units that cannot." }),
          location_id: z.uuid().optional().openapi({
            description: "Where the restocked units are put; default: the main location.",
          }),
        }),
      )
      .max(MAX_LINES)
      .default([])
      .openapi({ description: "A line may come several times, for several locations." }),
    complete: z.boolean().default(false).openapi({
      description: "Nothing more will come: units that are missing are free to be returned another time.",
    }),
  })
  .refine(
    ({ line_items, complete }) =>
      complete || line_items.some((line) => line.restocked + line.written_off > 0),
    { path: ["line_items"], message: "must name units that came back, unless `complete` ends the waiting" },
  );

export const refundReturnBody = z.strictObject({
  shipping: z
    .union([z.enum(["keep", "return"]), ...amountBody.options])
    .default("keep")
    .openapi({
      description:
        "Whether what shipping cost goes back, too: all of it that has not yet, or a part, in minor units or as Money. Once an order.",
    }),
  line_items: linesOnce(z.strictObject({ id: lineId, quantity: count(1) }))
    .optional()
    .openapi({ description: "Default: all units that came back." }),
  amount: amountBody.optional().openapi({
    description:
      "Less than the units and the shipping are worth, in minor units or as Money; 0 closes the return without giving anything back.",
  }),
});

export const exchangeReturnBody = z.strictObject({
  line_items: z
    .array(
      z
        .strictObject({
          variant_id: z.uuid().optional(),
          sku: z.string().min(1).max(255).optional(),
          quantity: count(1),
        })
        .refine((line) => (line.variant_id === undefined) !== (line.sku === undefined), {
          path: ["variant_id"],
          message: "give either variant_id or sku",
        }),
    )
    .min(1)
    .max(MAX_LINES),
  shipping_option_id: z.uuid().optional().openapi({ description: "Default: that of the order." }),
});

export type ExchangeReturn = z.output<typeof exchangeReturnBody>;
export type RequestReturn = z.output<typeof requestReturnBody>;
export type ApproveReturn = z.output<typeof approveReturnBody>;
export type ReceiveReturn = z.output<typeof receiveReturnBody>;
export type AmountInput = z.output<typeof amountBody>;
export type RefundReturn = z.output<typeof refundReturnBody>;

const refundSchema = z.object({
  id: z.uuid(),
  payment_id: z.uuid(),
  status: z.enum(REFUND_STATUSES).openapi({
    description: "`requested` until Stripe has made it. A `failed` one can be asked for again.",
  }),
  amount: moneySchema,
  failure_reason: z.string().optional().openapi({ description: "For staff." }),
  created_at: z.iso.datetime(),
});

export const returnSchema = z
  .object({
    id: z.uuid(),
    order_id: z.uuid(),
    order_number: z.string(),
    status: z.enum(RETURN_STATUSES),
    requested_by: z.enum(["customer", "staff"]),
    reason: z.string().optional(),
    wants_exchange: z.boolean(),
    line_items: z.array(
      z.object({
        id: lineId,
        variant_id: z.uuid(),
        sku: z.string(),
        name: z.string(),
        options: z.record(z.string(), z.string()),
        quantity: z.int(),
        reason: z.string().optional(),
        restocked_quantity: z.int(),
        written_off_quantity: z.int(),
      }),
    ),
    rejection_reason: z.string().optional(),
    instructions: z.string().optional(),
    label: z.string().optional(),
    refund_amount: moneySchema.optional().openapi({
      description: "What was decided to be given back, in money; absent until then.",
    }),
    refunds: z.array(refundSchema).openapi({ description: "One a payment that the order was paid with." }),
    exchange_order_id: z.uuid().optional(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    allowed_transitions: z.array(
      z.object({ action: z.string(), allowed: z.boolean(), reason: z.string().optional() }),
    ),
    version: z.int(),
  })
  .openapi("Return");

export type Return = z.output<typeof returnSchema>;

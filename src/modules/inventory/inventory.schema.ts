import { z } from "@hono/zod-openapi";
import { plainText } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery } from "../../platform/pagination.ts";

/** More units than this are taken for a slip of the keyboard. */
const MAX_UNITS = 1_000_000_000;
const MAX_CHANGE = 1_000_000;

const variantId = z.uuid().optional();
const sku = z.string().min(1).max(255).optional();
const reason = plainText(500).min(1);
const quantity = z.int().min(1).max(MAX_CHANGE);
const atLocation = z.uuid().optional().openapi({ description: "Default: the main location." });

/** Asks for exactly one of the two names of a variant. */
const oneName: [
  (body: { variant_id?: string | undefined; sku?: string | undefined }) => boolean,
  { path: string[]; message: string },
] = [
  (body) => (body.variant_id === undefined) !== (body.sku === undefined),
  { path: ["variant_id"], message: "give either variant_id or sku" },
];

export const stockSchema = z
  .object({
    variant_id: z.uuid(),
    product_id: z.uuid(),
    sku: z.string(),
    name: z.string().openapi({ description: "The product's name." }),
    title: z.string().openapi({ description: "The variant's title." }),
    archived: z.boolean(),
    levels: z.array(
      z.object({
        location_id: z.uuid(),
        location: z.string(),
        active: z.boolean(),
        on_hand: z.int(),
        reserved: z.int(),
        available: z
          .int()
          .openapi({ description: "What new orders can take: nothing from a closed location." }),
      }),
    ),
    on_hand: z.int(),
    reserved: z
      .int()
      .openapi({ description: "Held by orders that are not yet paid or not yet booked as sold." }),
    available: z.int().openapi({ description: "Negative when more is promised than there is." }),
    low_stock_threshold: z.int(),
    low_stock: z.boolean().openapi({ description: "Fewer are available than the threshold." }),
    backorder: z.object({
      allowed: z.boolean(),
      limit: z.int().nullable().openapi({
        description: "How many units may be promised beyond what is on hand; null: any number.",
      }),
    }),
    version: z.int(),
  })
  .openapi("Stock");

export type Stock = z.output<typeof stockSchema>;

export const stockExample = {
  variant_id: "01900000-0000-7000-8000-0000000000a1",
  product_id: "01900000-0000-7000-8000-0000000000a0",
  sku: "MUG-STONE-350-BLU",
  name: "Stoneware mug",
  title: "Blue",
  archived: false,
  levels: [
    {
      location_id: "01900000-0000-7000-8000-000000000001",
      location: "Main warehouse",
      active: true,
      on_hand: 40,
      reserved: 3,
      available: 37,
    },
  ],
  on_hand: 40,
  reserved: 3,
  available: 37,
  low_stock_threshold: 6,
  low_stock: false,
  backorder: { allowed: false, limit: null },
  version: 12,
} satisfies Stock;

export const stockQuery = z.object({
  limit: limitQuery,
  cursor: cursorQuery,
  sku,
  variant_id: variantId,
  product_id: z.uuid().optional(),
  location_id: z.uuid().optional().openapi({ description: "Only what this location has ever had." }),
  q: plainText(100)
    .min(1)
    .optional()
    .openapi({ description: "The beginning of a SKU or of a product's name." }),
  low_stock: z.literal("true").optional().openapi({ description: "Only what is below its threshold." }),
  archived: z
    .enum(["true", "false"])
    .default("false")
    .openapi({ description: "Archived variants instead of those on sale." }),
});

export const adjustmentBody = z
  .strictObject({
    variant_id: variantId,
    sku,
    location_id: atLocation,
    delta: z
      .int()
      .min(-MAX_CHANGE)
      .max(MAX_CHANGE)
      .refine((delta) => delta !== 0, "must not be 0"),
    reason,
  })
  .refine(...oneName)
  .openapi("StockAdjustment");

export type StockAdjustment = z.output<typeof adjustmentBody>;

export const countBody = z
  .strictObject({ on_hand: z.int().min(0).max(MAX_UNITS), reason })
  .openapi("StockCount");

export const transferBody = z
  .strictObject({
    variant_id: variantId,
    sku,
    from_location_id: z.uuid(),
    to_location_id: z.uuid(),
    quantity,
    reason,
  })
  .refine(...oneName)
  .refine((body) => body.from_location_id !== body.to_location_id, {
    path: ["to_location_id"],
    message: "must be another location than from_location_id",
  })
  .openapi("StockTransfer");

export type StockTransfer = z.output<typeof transferBody>;

export const receiptBody = z
  .strictObject({
    location_id: atLocation,
    reference: plainText(100).min(1).optional().openapi({
      description:
        "The number of the delivery note, say. Movements can be listed by it. Made up when left out.",
    }),
    reason: reason.optional(),
    items: z
      .array(z.strictObject({ variant_id: variantId, sku, quantity }).refine(...oneName))
      .min(1)
      .max(500),
  })
  .openapi("StockReceipt");

export type StockReceipt = z.output<typeof receiptBody>;

export const receivedSchema = z
  .object({
    location_id: z.uuid(),
    reference: z.string(),
    items: z.array(z.object({ variant_id: z.uuid(), sku: z.string(), quantity: z.int() })),
  })
  .openapi("ReceivedStock");

export type Received = z.output<typeof receivedSchema>;

export const policyBody = z
  .strictObject({
    low_stock_threshold: z
      .int()
      .min(0)
      .max(MAX_CHANGE)
      .nullish()
      .openapi({ description: "Below this many available units the variant is low; null: the default, 6." }),
    backorder: z
      .strictObject({
        allowed: z.boolean().optional(),
        limit: z.int().min(0).max(MAX_UNITS).nullish(),
      })
      .optional(),
  })
  .openapi("StockPolicy");

export type StockPolicy = z.output<typeof policyBody>;

import { z } from "@hono/zod-openapi";
import { plainText } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery } from "../../platform/pagination.ts";
import { FULFILLMENT_STATES } from "./fulfillment.machine.ts";

const carrier = plainText(100).min(1).openapi({ example: "UPS" });
const trackingNumber = plainText(100).min(1).openapi({ example: "1Z999AA10123456784" });
const trackingUrl = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .openapi({ format: "uri", example: "https://carrier.example/track/1Z999AA10123456784" });

const lineItems = z
  .array(z.strictObject({ id: z.uuid(), quantity: z.int().min(1).max(1_000_000) }))
  .min(1)
  .max(500);

/** Without a name of its own in the contract: `allOf` cannot add fields to a schema that takes no others. */
const trackingBody = z.strictObject({
  carrier: carrier.optional(),
  tracking_number: trackingNumber.optional(),
  tracking_url: trackingUrl.optional(),
});

const fulfillmentFields = trackingBody.extend({
  line_items: lineItems.optional().openapi({
    description:
      "Lines of the order and how many units of each. Default: all that is in no fulfillment yet and was not refunded.",
  }),
  ship: z.boolean().optional().openapi({ description: "They have been handed to the carrier already." }),
});

export const fulfillmentBody = fulfillmentFields.openapi("FulfillmentInput");

export const shipBody = trackingBody.openapi("ShipFulfillmentInput");

export const fulfillmentPatch = z
  .strictObject({
    carrier: carrier.nullable().optional(),
    tracking_number: trackingNumber.nullable().optional(),
    tracking_url: trackingUrl.nullable().optional(),
  })
  .openapi("FulfillmentPatch");

export const fulfillmentSchema = z
  .object({
    id: z.uuid(),
    order_id: z.uuid(),
    order_number: z.string(),
    status: z.enum(FULFILLMENT_STATES),
    carrier: z.string().optional(),
    tracking_number: z.string().optional(),
    tracking_url: z.string().optional(),
    line_items: z.array(
      z.object({
        id: z.uuid().openapi({ description: "The line of the order." }),
        variant_id: z.uuid(),
        sku: z.string(),
        name: z.string(),
        options: z.record(z.string(), z.string()),
        quantity: z.int(),
        locations: z
          .array(z.object({ location_id: z.uuid(), name: z.string(), quantity: z.int() }))
          .optional()
          .openapi({
            description: "Where the units are, for staff. Empty once the fulfillment is cancelled.",
          }),
      }),
    ),
    shipped_at: z.iso.datetime().optional(),
    delivered_at: z.iso.datetime().optional(),
    cancelled_at: z.iso.datetime().optional(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    allowed_transitions: z
      .array(z.object({ action: z.string(), allowed: z.boolean(), reason: z.string().optional() }))
      .openapi({ description: "What the caller can do with it: nothing but for staff." }),
    version: z.int(),
  })
  .openapi("Fulfillment");

const pageQuery = z.object({
  limit: limitQuery,
  cursor: cursorQuery,
  status: z.enum(FULFILLMENT_STATES).optional(),
});

export const orderFulfillmentsQuery = pageQuery.extend({
  sort: z.enum(["created_at", "-created_at"]).default("created_at"),
});

export const fulfillmentsQuery = pageQuery.extend({
  sort: z.enum(["created_at", "-created_at"]).default("-created_at"),
  order_id: z.uuid().optional(),
});

export const fulfillmentsBulkBody = z
  .strictObject({
    items: z
      .array(fulfillmentFields.extend({ order_id: z.uuid() }))
      .min(1)
      .max(100),
  })
  .openapi("FulfillmentsBulkInput");

export const fulfillmentsBulkSchema = z
  .object({
    results: z.array(
      z.object({
        index: z.int(),
        status: z.int().openapi({ description: "What the item would have answered by itself." }),
        fulfillment: fulfillmentSchema.optional(),
        problem: z
          .record(z.string(), z.unknown())
          .optional()
          .openapi({ description: "A problem; its pointers are into the item." }),
      }),
    ),
  })
  .openapi("FulfillmentsBulkResult");

export type Tracking = z.output<typeof trackingBody>;
export type FulfillmentPatch = z.output<typeof fulfillmentPatch>;
export type Fulfillment = z.output<typeof fulfillmentSchema>;
export type BulkFulfillment = z.output<typeof fulfillmentsBulkBody>["items"][number];
export type BulkFulfillmentResult = z.output<typeof fulfillmentsBulkSchema>["results"][number];

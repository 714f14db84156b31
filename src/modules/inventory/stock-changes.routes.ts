import { z } from "@hono/zod-openapi";
import { preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, expectedVersion, permission } from "../../platform/http/index.ts";
import { adjustStock } from "./adjust-stock.ts";
import { countStock } from "./count-stock.ts";
import { notAvailable, preconditionRequired, stockBelowReserved } from "./inventory.errors.ts";
import {
  adjustmentBody,
  countBody,
  receiptBody,
  receivedSchema,
  type Stock,
  stockExample,
  stockSchema,
  transferBody,
} from "./inventory.schema.ts";
import { MAIN_LOCATION_ID } from "./inventory.table.ts";
import { receiveStock } from "./receive-stock.ts";
import { stockReply } from "./stock.view.ts";
import { transferStock } from "./transfer-stock.ts";

const INVENTORY = "/api/v1/inventory";
const common = { tag: "Inventory", access: permission("inventory:manage") } as const;
const requestHeaders = {
  "If-Match": "The change is made only to this version (ETag) of the variant's stock.",
};
const stockAnswer = {
  description: "The stock after the change",
  schema: stockSchema,
  example: stockExample,
} as const;

function created(stock: Stock) {
  return {
    status: 201 as const,
    ...stockReply(stock),
    headers: { Location: `${INVENTORY}/${stock.variant_id}` },
  };
}

const countRoute = defineRoute({
  ...common,
  method: "put",
  path: `${INVENTORY}/{variant_id}/levels/{location_id}`,
  operationId: "countStock",
  summary: "Set what is on hand at a location",
  description:
    "For counts. Asks for If-Match with the ETag of the variant's stock, so that a sale or another count in between is noticed; `If-Match: *` sets it whatever happened.",
  requestHeaders,
  params: z.object({ variant_id: z.uuid(), location_id: z.uuid() }),
  body: countBody,
  bodyExample: { on_hand: 40, reason: "Yearly count" },
  success: [{ ...stockAnswer, status: 200, headers: { ETag: "Its version" } }],
  errors: [stockBelowReserved, preconditionFailed, preconditionRequired],
  handler: async ({ ctx, params, body, request }) => {
    const ifMatch = request.header("If-Match");
    if (ifMatch === undefined) {
      throw preconditionRequired(
        "Send If-Match with the ETag of the stock that was counted, or If-Match: * to replace whatever is there.",
      );
    }
    const stock = await countStock(ctx, {
      variantId: params.variant_id,
      locationId: params.location_id,
      onHand: body.on_hand,
      reason: body.reason,
      expectedVersion: expectedVersion(ifMatch),
    });
    return stockReply(stock);
  },
});

const adjustRoute = defineRoute({
  ...common,
  method: "post",
  path: `${INVENTORY}/adjustments`,
  operationId: "adjustStock",
  summary: "Change what is on hand",
  requestHeaders,
  body: adjustmentBody,
  bodyExample: { sku: "MUG-STONE-350-BLU", delta: -1, reason: "Broken in the warehouse" },
  success: [{ ...stockAnswer, status: 201 }],
  errors: [stockBelowReserved, preconditionFailed],
  handler: async ({ ctx, body, request }) =>
    created(await adjustStock(ctx, body, expectedVersion(request.header("If-Match")))),
});

const transferRoute = defineRoute({
  ...common,
  method: "post",
  path: `${INVENTORY}/transfers`,
  operationId: "transferStock",
  summary: "Move units from one location to another",
  description: "Only units that no order holds.",
  requestHeaders,
  body: transferBody,
  bodyExample: {
    sku: "MUG-STONE-350-BLU",
    from_location_id: MAIN_LOCATION_ID,
    to_location_id: "01900000-0000-7000-8000-00000000dead",
    quantity: 5,
    reason: "For the shop window",
  },
  success: [{ ...stockAnswer, status: 201 }],
  errors: [notAvailable, preconditionFailed],
  handler: async ({ ctx, body, request }) =>
    created(await transferStock(ctx, body, expectedVersion(request.header("If-Match")))),
});

const receiveRoute = defineRoute({
  ...common,
  method: "post",
  path: `${INVENTORY}/receipts`,
  operationId: "receiveStock",
  summary: "Put a delivery on the shelf",
  description: "All lines or none. Lines of the same variant are added up.",
  body: receiptBody,
  bodyExample: { reference: "DN-2026-117", items: [{ sku: "MUG-STONE-350-BLU", quantity: 24 }] },
  success: [
    {
      status: 201,
      description: "What was received",
      schema: receivedSchema,
      headers: { Location: "Its movements" },
    },
  ],
  handler: async ({ ctx, body }) => {
    const received = await receiveStock(ctx, body);
    const Location = `${INVENTORY}/movements?reference=${encodeURIComponent(received.reference)}`;
    return { status: 201, body: received, headers: { Location } };
  },
});

export const stockChangeRoutes = [countRoute, adjustRoute, transferRoute, receiveRoute] as const;

import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { FULFILLMENT_STATES } from "./fulfillment.machine.ts";

export const fulfillments = sqliteTable("fulfillments", {
  id: text().primaryKey(),
  orderId: text("order_id").notNull(),
  status: text({ enum: FULFILLMENT_STATES }).notNull(),
  carrier: text(),
  trackingNumber: text("tracking_number"),
  trackingUrl: text("tracking_url"),
  shippedAt: text("shipped_at"),
  deliveredAt: text("delivered_at"),
  cancelledAt: text("cancelled_at"),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

export const fulfillmentLines = sqliteTable(
  "fulfillment_lines",
  {
    fulfillmentId: text("fulfillment_id").notNull(),
    orderLineId: text("order_line_id").notNull(),
    quantity: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.fulfillmentId, table.orderLineId] })],
);

import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const ENDPOINT_STATUSES = ["enabled", "disabled"] as const;
export const DISABLED_REASONS = ["staff", "gone", "failing"] as const;
export const DELIVERY_STATUSES = ["pending", "succeeded", "failed"] as const;

export type EndpointStatus = (typeof ENDPOINT_STATUSES)[number];
export type DisabledReason = (typeof DISABLED_REASONS)[number];
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const webhookEndpoints = sqliteTable("webhook_endpoints", {
  id: text().primaryKey(),
  url: text().notNull(),
  description: text().notNull(),
  eventTypes: text("event_types", { mode: "json" }).$type<string[]>().notNull(),
  status: text({ enum: ENDPOINT_STATUSES }).notNull(),
  secret: text().notNull(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

export const webhookMessages = sqliteTable("webhook_messages", {
  id: text().primaryKey(),
  type: text().notNull(),
  body: text(),
  orderId: text("order_id"),
  customerId: text("customer_id"),
  createdAt: text("created_at").notNull(),
});

export const webhookDeliveries = sqliteTable("webhook_deliveries", {
  id: text().primaryKey(),
  messageId: text("message_id").notNull(),
  endpointId: text("endpoint_id").notNull(),
  type: text().notNull(),
  status: text({ enum: DELIVERY_STATUSES }).notNull(),
  dueAt: text("due_at").notNull(),
  resendAt: text("resend_at").notNull(),
  createdAt: text("created_at").notNull(),
});

export const webhookAttempts = sqliteTable(
  "webhook_attempts",
  {
    deliveryId: text("delivery_id").notNull(),
    number: integer().notNull(),
    at: text().notNull(),
    status: integer(),
    durationMs: integer("duration_ms"),
    error: text(),
    response: text(),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.number] })],
);

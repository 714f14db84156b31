import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const notifications = sqliteTable("notifications", {
  id: text().primaryKey(),
  eventId: text("event_id").notNull(),
  template: text().notNull(),
  channel: text({ enum: ["email"] }).notNull(),
  recipient: text().notNull(),
  subject: text().notNull(),
  orderId: text("order_id"),
  userId: text("user_id"),
  status: text({ enum: ["sending", "sent", "failed"] }).notNull(),
  attempts: integer().notNull().default(0),
  lockedUntil: text("locked_until"),
  providerId: text("provider_id"),
  error: text(),
  createdAt: text("created_at").notNull(),
  sentAt: text("sent_at"),
});

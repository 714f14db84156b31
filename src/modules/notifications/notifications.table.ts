import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What can become of a mail. What the mail services report later on is told by the last four but "failed". */
export const STATUSES = [
  "sending",
  "sent",
  "delivered",
  "bounced",
  "complained",
  "failed",
  "suppressed",
] as const;
export type Status = (typeof STATUSES)[number];

export const CATEGORIES = ["transactional", "staff", "marketing"] as const;
export type Category = (typeof CATEGORIES)[number];

export const notifications = sqliteTable("notifications", {
  id: text().primaryKey(),
  eventId: text("event_id").notNull(),
  template: text().notNull(),
  channel: text({ enum: ["email"] }).notNull(),
  category: text({ enum: CATEGORIES }).notNull(),
  locale: text(),
  recipient: text().notNull(),
  subject: text().notNull(),
  orderId: text("order_id"),
  userId: text("user_id"),
  payload: text({ mode: "json" }),
  occurredAt: text("occurred_at"),
  resendOf: text("resend_of"),
  status: text({ enum: STATUSES }).notNull(),
  attempts: integer().notNull().default(0),
  lockedUntil: text("locked_until"),
  retryAt: text("retry_at"),
  provider: text(),
  providerId: text("provider_id"),
  error: text(),
  createdAt: text("created_at").notNull(),
  sentAt: text("sent_at"),
  updatedAt: text("updated_at"),
});

export const REPORT_KINDS = ["delivered", "bounced", "complained", "failed", "suppressed"] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export const mailDeliveryReports = sqliteTable("mail_delivery_reports", {
  id: text().primaryKey(),
  notificationId: text("notification_id").notNull(),
  kind: text({ enum: REPORT_KINDS }).notNull(),
  detail: text(),
  occurredAt: text("occurred_at").notNull(),
  receivedAt: text("received_at").notNull(),
});

export const SCOPES = ["all", "marketing"] as const;
export const REASONS = ["hard_bounce", "complaint", "unsubscribed", "provider", "manual"] as const;
export const SOURCES = ["resend", "cloudflare", "recipient", "staff"] as const;

export const mailSuppressions = sqliteTable("mail_suppressions", {
  id: text().primaryKey(),
  addressHash: text("address_hash").notNull(),
  masked: text().notNull(),
  scope: text({ enum: SCOPES }).notNull(),
  reason: text({ enum: REASONS }).notNull(),
  source: text({ enum: SOURCES }).notNull(),
  notificationId: text("notification_id"),
  createdAt: text("created_at").notNull(),
});

import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const PAYMENT_STATES = [
  "pending",
  "requires_payment_method",
  "requires_confirmation",
  "requires_action",
  "processing",
  "requires_capture",
  "succeeded",
  "canceled",
] as const;
/** Stripe's states of a PaymentIntent, and `pending` while none has been made. */
export type PaymentState = (typeof PAYMENT_STATES)[number];

export const payments = sqliteTable("payments", {
  id: text().primaryKey(),
  orderId: text("order_id").notNull(),
  provider: text({ enum: ["stripe"] }).notNull(),
  intentId: text("intent_id").unique(),
  clientSecret: text("client_secret"),
  chargeId: text("charge_id"),
  status: text({ enum: PAYMENT_STATES }).notNull(),
  amount: integer().notNull(),
  currency: text().notNull(),
  captured: integer().notNull().default(0),
  refunded: integer().notNull().default(0),
  createAttempt: integer("create_attempt").notNull().default(1),
  nextAction: text("next_action", { mode: "json" }),
  lastError: text("last_error", { mode: "json" }),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

export const paymentTransactions = sqliteTable("payment_transactions", {
  id: text().primaryKey(),
  paymentId: text("payment_id").notNull(),
  kind: text({ enum: ["authorized", "captured", "refunded", "failed", "voided"] }).notNull(),
  amount: integer().notNull(),
  currency: text().notNull(),
  providerRef: text("provider_ref").notNull(),
  detail: text(),
  occurredAt: text("occurred_at").notNull(),
  createdAt: text("created_at").notNull(),
});

export const stripeEvents = sqliteTable("stripe_events", {
  id: text().primaryKey(),
  type: text().notNull(),
  objectId: text("object_id"),
  payload: text().notNull(),
  createdAt: text("created_at").notNull(),
  receivedAt: text("received_at").notNull(),
  processedAt: text("processed_at"),
});

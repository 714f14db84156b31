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

/** What the shopper paid with, as it may be shown. */
export interface PaidWith {
  type: string;
  brand?: string;
  last4?: string;
}

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
  /** The order as it was placed, or what an edit made it cost more. */
  purpose: text({ enum: ["order", "difference"] })
    .notNull()
    .default("order"),
  captureMethod: text("capture_method", { enum: ["automatic", "manual"] })
    .notNull()
    .default("automatic"),
  authorized: integer().notNull().default(0),
  /** The sum of the refunds that Stripe has not made yet. */
  refunding: integer().notNull().default(0),
  /** What the customer's bank has taken back and not returned. */
  disputed: integer().notNull().default(0),
  fee: integer().notNull().default(0),
  method: text({ mode: "json" }).$type<PaidWith>(),
  createAttempt: integer("create_attempt").notNull().default(1),
  nextAction: text("next_action", { mode: "json" }),
  lastError: text("last_error", { mode: "json" }),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

/** The kinds of the ledger's entries. The CHECK of payment_transactions has the same list. */
export const LEDGER_KINDS = [
  "authorized",
  "captured",
  "refunded",
  "refund_failed",
  "failed",
  "voided",
  "disputed",
  "dispute_reinstated",
  "fee",
  "fee_returned",
] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

export const paymentTransactions = sqliteTable("payment_transactions", {
  id: text().primaryKey(),
  paymentId: text("payment_id").notNull(),
  kind: text({ enum: LEDGER_KINDS }).notNull(),
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

export const REFUND_STATUSES = [
  "requested",
  "pending",
  "requires_action",
  "succeeded",
  "failed",
  "canceled",
] as const;
/** Stripe's states of a refund, and `requested` while Stripe has not made one. */
export type RefundStatus = (typeof REFUND_STATUSES)[number];

/** Why money goes back: what staff ask for, or what another flow brings with it; `provider`: made at Stripe by hand. */
export const REFUND_SOURCES = ["staff", "cancellation", "edit", "return", "late", "provider"] as const;
export type RefundSource = (typeof REFUND_SOURCES)[number];

/** What a refund was for. Amounts in minor units. */
export interface RefundedLine {
  order_line_id: string;
  quantity: number;
  amount: number;
}

export const refunds = sqliteTable("refunds", {
  id: text().primaryKey(),
  paymentId: text("payment_id").notNull(),
  orderId: text("order_id").notNull(),
  amount: integer().notNull(),
  currency: text().notNull(),
  status: text({ enum: REFUND_STATUSES }).notNull(),
  source: text({ enum: REFUND_SOURCES }).notNull(),
  sourceId: text("source_id"),
  /** The order whose credit it gives back, where that is not the payment's own. */
  creditOrderId: text("credit_order_id"),
  reason: text(),
  lines: text({ mode: "json" }).$type<RefundedLine[]>().notNull().default([]),
  shipping: integer().notNull().default(0),
  providerRef: text("provider_ref").unique(),
  failureReason: text("failure_reason"),
  /** Which idempotency key at Stripe it is asked for with; the next one when a key is known to be used up. */
  createAttempt: integer("create_attempt").notNull().default(1),
  actorKind: text("actor_kind").notNull(),
  actorId: text("actor_id"),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

export const disputes = sqliteTable("disputes", {
  /** Stripe's id of the dispute. */
  id: text().primaryKey(),
  paymentId: text("payment_id").notNull(),
  orderId: text("order_id").notNull(),
  amount: integer().notNull(),
  currency: text().notNull(),
  status: text().notNull(),
  reason: text().notNull(),
  evidenceDueBy: text("evidence_due_by"),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

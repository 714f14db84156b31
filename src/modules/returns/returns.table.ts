import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { RefundedLine } from "../payments/index.ts";
import { RETURN_STATUSES } from "./returns.machine.ts";

export const returns = sqliteTable("returns", {
  id: text().primaryKey(),
  orderId: text("order_id").notNull(),
  status: text({ enum: RETURN_STATUSES }).notNull(),
  /** Why, in the words of who asked for it. */
  reason: text(),
  /** What the shop wrote: how to send it, or why not. */
  answer: text(),
  /** What to put on the parcel. */
  label: text(),
  wantsExchange: integer("wants_exchange", { mode: "boolean" }).notNull().default(false),
  /** Minor units. */
  refundAmount: integer("refund_amount"),
  exchangeOrderId: text("exchange_order_id"),
  requestedBy: text("requested_by", { enum: ["customer", "staff"] }).notNull(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

export const returnLines = sqliteTable("return_lines", {
  id: text().primaryKey(),
  returnId: text("return_id").notNull(),
  orderLineId: text("order_line_id").notNull(),
  quantity: integer().notNull(),
  reason: text(),
  restocked: integer().notNull().default(0),
  writtenOff: integer("written_off").notNull().default(0),
});

export const orderCredits = sqliteTable("order_credits", {
  orderId: text("order_id").notNull(),
  paymentId: text("payment_id").notNull(),
  returnId: text("return_id").notNull(),
  amount: integer().notNull(),
  lines: text({ mode: "json" }).$type<RefundedLine[]>().notNull().default([]),
  createdAt: text("created_at").notNull(),
  releasedAt: text("released_at"),
});

export type NewReturn = typeof returns.$inferInsert;

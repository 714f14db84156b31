import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Address } from "../../platform/http/schemas.ts";
import type { DraftStatus } from "./draft-orders.machine.ts";

/** A line as staff wrote it. SKU and name are those of the day, for a variant that is gone since. */
export interface DraftLine {
  id: string;
  variant_id: string;
  sku: string;
  name: string;
  quantity: number;
  /** What staff ask instead of the catalog's price, in minor units, and why. */
  unit_price?: number;
  price_reason?: string;
}

/** What a draft consists of, besides who it is for. */
export interface DraftContent {
  lines: DraftLine[];
  shipping_address?: Address;
  billing_address?: Address;
  shipping_option_id?: string;
  note?: string;
}

export const draftOrders = sqliteTable("draft_orders", {
  id: text().primaryKey(),
  status: text().$type<DraftStatus>().notNull(),
  currency: text().notNull(),
  email: text(),
  customerId: text("customer_id"),
  content: text({ mode: "json" }).$type<DraftContent>().notNull(),
  orderId: text("order_id"),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

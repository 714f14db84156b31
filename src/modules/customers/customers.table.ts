import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Locale } from "../../platform/locale.ts";

export const customers = sqliteTable("customers", {
  id: text().primaryKey(),
  phone: text(),
  acceptsMarketing: integer("accepts_marketing", { mode: "boolean" }).notNull().default(false),
  /** The language of mails to them; null: the shop's default, or what an order says. */
  locale: text().$type<Locale>(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

export const addresses = sqliteTable("addresses", {
  id: text().primaryKey(),
  customerId: text("customer_id").notNull(),
  firstName: text("first_name").notNull(),
  lastName: text("last_name").notNull(),
  company: text(),
  line1: text().notNull(),
  line2: text(),
  city: text().notNull(),
  region: text(),
  postalCode: text("postal_code"),
  country: text().notNull(),
  phone: text(),
  isDefaultShipping: integer("is_default_shipping", { mode: "boolean" }).notNull().default(false),
  isDefaultBilling: integer("is_default_billing", { mode: "boolean" }).notNull().default(false),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

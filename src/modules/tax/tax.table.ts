import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { TaxRounding } from "../pricing/index.ts";

export const taxRules = sqliteTable("tax_rules", {
  id: text().primaryKey(),
  name: text().notNull(),
  country: text().notNull(),
  region: text().notNull(),
  postalPattern: text("postal_pattern").notNull(),
  postalFrom: text("postal_from").notNull(),
  postalTo: text("postal_to").notNull(),
  postalExact: integer("postal_exact", { mode: "boolean" }).notNull(),
  specificity: integer().notNull(),
  taxClass: text("tax_class").notNull(),
  priority: integer().notNull(),
  ratePpm: integer("rate_ppm").notNull(),
  appliesToShipping: integer("applies_to_shipping", { mode: "boolean" }).notNull(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

export const taxSettings = sqliteTable("tax_settings", {
  country: text().primaryKey(),
  pricesIncludeTax: integer("prices_include_tax", { mode: "boolean" }).notNull(),
  rounding: text().$type<TaxRounding>().notNull(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

export const taxExemptions = sqliteTable("tax_exemptions", {
  customerId: text("customer_id").primaryKey(),
  reason: text().notNull(),
  certificate: text(),
  validUntil: text("valid_until"),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

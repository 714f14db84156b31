import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const shippingZones = sqliteTable("shipping_zones", {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

export const shippingZonePlaces = sqliteTable("shipping_zone_places", {
  zoneId: text("zone_id").notNull(),
  country: text().notNull(),
  region: text().notNull(),
  postalPattern: text("postal_pattern").notNull(),
  postalFrom: text("postal_from").notNull(),
  postalTo: text("postal_to").notNull(),
  postalExact: integer("postal_exact", { mode: "boolean" }).notNull(),
  specificity: integer().notNull(),
});

export const shippingRates = sqliteTable("shipping_rates", {
  id: text().primaryKey(),
  zoneId: text("zone_id").notNull(),
  name: text().notNull(),
  currency: text().notNull(),
  amount: integer().notNull(),
  minWeightGrams: integer("min_weight_grams").notNull(),
  maxWeightGrams: integer("max_weight_grams"),
  minSubtotal: integer("min_subtotal").notNull(),
  maxSubtotal: integer("max_subtotal"),
  freeFrom: integer("free_from"),
  active: integer({ mode: "boolean" }).notNull(),
  minDays: integer("min_days"),
  maxDays: integer("max_days"),
  taxClass: text("tax_class").notNull(),
  position: integer().notNull(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

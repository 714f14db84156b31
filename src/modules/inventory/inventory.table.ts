import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** The location that exists in every shop (migrations/main/0003_inventory.sql). */
export const MAIN_LOCATION_ID = "01900000-0000-7000-8000-000000000001";

export const stockLevels = sqliteTable(
  "stock_levels",
  {
    variantId: text("variant_id").notNull(),
    locationId: text("location_id").notNull(),
    onHand: integer("on_hand").notNull().default(0),
    reserved: integer().notNull().default(0),
    backorder: integer({ mode: "boolean" }).notNull().default(false),
    version: integer().notNull().default(1),
    updatedAt: text("updated_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.variantId, table.locationId] })],
);

export const stockReservations = sqliteTable("stock_reservations", {
  id: text().primaryKey(),
  orderId: text("order_id").notNull(),
  orderLineId: text("order_line_id").notNull(),
  variantId: text("variant_id").notNull(),
  locationId: text("location_id").notNull(),
  quantity: integer().notNull(),
  state: text({ enum: ["open", "committed", "released"] }).notNull(),
  createdAt: text("created_at").notNull(),
  closedAt: text("closed_at"),
});

export const stockMovements = sqliteTable("stock_movements", {
  id: text().primaryKey(),
  variantId: text("variant_id").notNull(),
  locationId: text("location_id").notNull(),
  delta: integer().notNull(),
  kind: text({ enum: ["import", "adjustment", "sale"] }).notNull(),
  reason: text(),
  orderId: text("order_id"),
  actorKind: text("actor_kind").notNull(),
  actorId: text("actor_id"),
  createdAt: text("created_at").notNull(),
});

import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** The location that exists in every shop (migrations/main/0003_inventory.sql). Back-orders and imported stock belong to it. */
export const MAIN_LOCATION_ID = "01900000-0000-7000-8000-000000000001";

export const locations = sqliteTable("locations", {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  /** Orders take from the lowest number first. */
  priority: integer().notNull().default(0),
  active: integer({ mode: "boolean" }).notNull().default(true),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

export const stockLevels = sqliteTable(
  "stock_levels",
  {
    variantId: text("variant_id").notNull(),
    locationId: text("location_id").notNull(),
    onHand: integer("on_hand").notNull().default(0),
    reserved: integer().notNull().default(0),
    backorder: integer({ mode: "boolean" }).notNull().default(false),
    backorderLimit: integer("backorder_limit"),
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
  /** The fulfillment that the units are for, while it is not cancelled. */
  fulfillmentId: text("fulfillment_id"),
  /** When the units leave the stock's books: "shipping" from the moment on that an order is paid under that setting. */
  leavesAt: text("leaves_at", { enum: ["payment", "shipping"] })
    .notNull()
    .default("payment"),
});

/** Why something came or went. The CHECK of stock_movements has the same list. */
export const MOVEMENT_KINDS = [
  "import",
  "adjustment",
  "count",
  "transfer",
  "receipt",
  "sale",
  "return",
  "repair",
] as const;

export type MovementKind = (typeof MOVEMENT_KINDS)[number];

export const inventoryChecks = sqliteTable("inventory_checks", {
  id: text().primaryKey(),
  startedAt: text("started_at").notNull(),
  finishedAt: text("finished_at").notNull(),
  levels: integer().notNull(),
  breaches: integer().notNull(),
  findings: text({ mode: "json" }).$type<unknown[]>().notNull(),
});

import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Address } from "../../platform/http/schemas.ts";
import type { Explained, PartTax, TaxLine, TaxRounding } from "../pricing/index.ts";
import type { OrderStatus } from "./orders.machine.ts";

/** The shipping choice and the taxes as they were when the order was placed. */
export interface PlacedShippingOption {
  id: string;
  name: string;
  amount: number;
}

/** How the total came about. Orders of the first release have none: their prices were without tax. */
export interface PlacedPricing {
  pricesIncludeTax: boolean;
  rounding: TaxRounding;
  shippingTaxes: PartTax[];
  explanation: Explained[];
}

/** Why nothing of an order may be sent for now. */
export const ORDER_HOLDS = ["disputed", "authorization_lapsed"] as const;
export type OrderHold = (typeof ORDER_HOLDS)[number];

/** Where an order came from: a cart, a draft that staff made, an exchange of a return. */
export const ORDER_SOURCES = ["cart", "draft", "exchange"] as const;
export type OrderSource = (typeof ORDER_SOURCES)[number];

/** The address in an order whose personal data was erased; nothing is sent to `.invalid`. */
export const ERASED_EMAIL = "erased@erased.invalid";

export const orders = sqliteTable("orders", {
  id: text().primaryKey(),
  number: text().notNull().unique(),
  status: text().$type<OrderStatus>().notNull(),
  currency: text().notNull(),
  email: text().notNull(),
  customerId: text("customer_id"),
  cartId: text("cart_id").notNull(),
  cartGeneration: integer("cart_generation").notNull(),
  shippingAddress: text("shipping_address", { mode: "json" }).$type<Address>().notNull(),
  billingAddress: text("billing_address", { mode: "json" }).$type<Address>(),
  shippingOption: text("shipping_option", { mode: "json" }).$type<PlacedShippingOption>(),
  taxLines: text("tax_lines", { mode: "json" }).$type<TaxLine[]>().notNull(),
  subtotal: integer().notNull(),
  discount: integer().notNull(),
  shipping: integer().notNull(),
  tax: integer().notNull(),
  taxIncluded: integer("tax_included").notNull().default(0),
  total: integer().notNull(),
  pricing: text({ mode: "json" }).$type<PlacedPricing>(),
  note: text(),
  /** The language that the shopper was seen to read, for mails; null when that is not known. */
  locale: text(),
  placedAt: text("placed_at").notNull(),
  expiresAt: text("expires_at"),
  checkAt: text("check_at"),
  hold: text({ enum: ORDER_HOLDS }),
  source: text({ enum: ORDER_SOURCES }).notNull().default("cart"),
  eraseRequestedAt: text("erase_requested_at"),
  erasedAt: text("erased_at"),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

export const orderLines = sqliteTable("order_lines", {
  id: text().primaryKey(),
  orderId: text("order_id").notNull(),
  position: integer().notNull(),
  variantId: text("variant_id").notNull(),
  productId: text("product_id").notNull(),
  sku: text().notNull(),
  name: text().notNull(),
  options: text({ mode: "json" }).$type<Record<string, string>>().notNull(),
  imageUrl: text("image_url"),
  note: text(),
  quantity: integer().notNull(),
  unitPrice: integer("unit_price").notNull(),
  discount: integer().notNull(),
  tax: integer().notNull(),
  taxIncluded: integer("tax_included").notNull().default(0),
  taxes: text({ mode: "json" }).$type<PartTax[]>().notNull(),
  total: integer().notNull(),
  /** Units that were taken out of the order after it was placed; `quantity` is what is left. */
  removed: integer().notNull().default(0),
  /** Units in fulfillments that are not cancelled, and of these the ones that were sent. */
  fulfilled: integer().notNull().default(0),
  shipped: integer().notNull().default(0),
  /** Units that were sent and have arrived. */
  delivered: integer().notNull().default(0),
  /** Units in returns that were neither rejected nor cancelled, and of these the ones that came back. */
  inReturn: integer("in_return").notNull().default(0),
  returned: integer().notNull().default(0),
  /** Units whose price was given back, or is being given back; and those that were taken out of the order after that. */
  refunded: integer().notNull().default(0),
  refundedRemoved: integer("refunded_removed").notNull().default(0),
});

export const orderTransitions = sqliteTable(
  "order_transitions",
  {
    orderId: text("order_id").notNull(),
    seq: integer().notNull(),
    fromStatus: text("from_status"),
    toStatus: text("to_status").notNull(),
    action: text().notNull(),
    reason: text(),
    data: text({ mode: "json" }).$type<Record<string, unknown>>(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.seq] })],
);

export type NewOrder = typeof orders.$inferInsert;
export type NewOrderLine = typeof orderLines.$inferInsert;

export const NOTE_VISIBILITIES = ["internal", "customer"] as const;
/** Who reads a note: staff alone, or the customer too, who gets it by mail. */
export type NoteVisibility = (typeof NOTE_VISIBILITIES)[number];

export const orderNotes = sqliteTable("order_notes", {
  id: text().primaryKey(),
  orderId: text("order_id").notNull(),
  visibility: text({ enum: NOTE_VISIBILITIES }).notNull(),
  body: text().notNull(),
  actorKind: text("actor_kind").notNull(),
  actorId: text("actor_id"),
  createdAt: text("created_at").notNull(),
});

export const orderTags = sqliteTable(
  "order_tags",
  { orderId: text("order_id").notNull(), tag: text().notNull() },
  (table) => [primaryKey({ columns: [table.orderId, table.tag] })],
);

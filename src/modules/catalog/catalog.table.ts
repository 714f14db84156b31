import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const products = sqliteTable("products", {
  id: text().primaryKey(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  description: text().notNull().default(""),
  vendor: text(),
  status: text({ enum: ["draft", "active", "archived"] }).notNull(),
  tags: text({ mode: "json" }).$type<string[]>().notNull(),
  seoTitle: text("seo_title"),
  seoDescription: text("seo_description"),
  metadata: text({ mode: "json" }).$type<Record<string, unknown>>().notNull(),
  importHash: text("import_hash"),
  /** When a draft goes on sale by itself. */
  publishAt: text("publish_at"),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

export const productCategories = sqliteTable(
  "product_categories",
  {
    productId: text("product_id").notNull(),
    categoryId: text("category_id").notNull(),
    position: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.productId, table.categoryId] })],
);

export const productAttributes = sqliteTable(
  "product_attributes",
  {
    productId: text("product_id").notNull(),
    name: text().notNull(),
    value: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.productId, table.name] })],
);

export const productOptions = sqliteTable(
  "product_options",
  {
    productId: text("product_id").notNull(),
    position: integer().notNull(),
    name: text().notNull(),
    values: text("option_values", { mode: "json" }).$type<string[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.productId, table.position] })],
);

export const productVariants = sqliteTable("product_variants", {
  id: text().primaryKey(),
  productId: text("product_id").notNull(),
  position: integer().notNull(),
  sku: text().notNull().unique(),
  title: text().notNull(),
  options: text({ mode: "json" }).$type<Record<string, string>>().notNull(),
  weightGrams: integer("weight_grams").notNull().default(0),
  barcode: text(),
  imageUrl: text("image_url"),
  requiresShipping: integer("requires_shipping", { mode: "boolean" }).notNull(),
  taxable: integer({ mode: "boolean" }).notNull(),
  taxCode: text("tax_code"),
  inventoryPolicy: text("inventory_policy", { enum: ["deny", "continue"] }).notNull(),
  metadata: text({ mode: "json" }).$type<Record<string, unknown>>().notNull(),
  archivedAt: text("archived_at"),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

export const variantPrices = sqliteTable(
  "variant_prices",
  {
    variantId: text("variant_id").notNull(),
    currency: text().notNull(),
    amount: integer().notNull(),
    compareAtAmount: integer("compare_at_amount"),
  },
  (table) => [primaryKey({ columns: [table.variantId, table.currency] })],
);

export const productMedia = sqliteTable(
  "product_media",
  {
    productId: text("product_id").notNull(),
    position: integer().notNull(),
    url: text().notNull(),
    alt: text().notNull().default(""),
  },
  (table) => [primaryKey({ columns: [table.productId, table.position] })],
);

export const relatedProducts = sqliteTable(
  "related_products",
  {
    productId: text("product_id").notNull(),
    relatedId: text("related_id").notNull(),
    position: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.productId, table.relatedId] })],
);

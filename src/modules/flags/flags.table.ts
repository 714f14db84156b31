import { integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const featureFlags = sqliteTable("feature_flags", {
  name: text().primaryKey(),
  enabled: integer({ mode: "boolean" }).notNull(),
  percentage: real().notNull(),
  message: text(),
  retryAfter: integer("retry_after"),
  reason: text().notNull(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Permission } from "../../platform/auth.ts";

export const apiKeys = sqliteTable("api_keys", {
  id: text().primaryKey(),
  name: text().notNull(),
  prefix: text().notNull(),
  secretHash: text("secret_hash").notNull().unique(),
  scopes: text({ mode: "json" }).$type<Permission[]>().notNull(),
  ownerId: text("owner_id"),
  replaces: text().unique(),
  issuedBy: text("issued_by"),
  createdAt: text("created_at").notNull(),
  expiresAt: text("expires_at"),
  revokedAt: text("revoked_at"),
  lastUsedAt: text("last_used_at"),
});

export type NewApiKeyRow = typeof apiKeys.$inferInsert;

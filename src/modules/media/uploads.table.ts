import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const mediaUploads = sqliteTable("media_uploads", {
  id: text().primaryKey(),
  filename: text().notNull(),
  alt: text().notNull().default(""),
  bytes: integer().notNull(),
  sha256: text(),
  mediaId: text("media_id"),
  uses: integer().notNull().default(0),
  expiresAt: text("expires_at").notNull(),
  createdAt: text("created_at").notNull(),
});

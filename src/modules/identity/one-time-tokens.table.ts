import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export type TokenPurpose = "verify_email" | "reset_password" | "change_email_current" | "change_email_new";

export const oneTimeTokens = sqliteTable("one_time_tokens", {
  id: text().primaryKey(),
  userId: text("user_id").notNull(),
  purpose: text().$type<TokenPurpose>().notNull(),
  email: text().notNull(),
  emailChangeId: text("email_change_id"),
  createdAt: text("created_at").notNull(),
  expiresAt: text("expires_at").notNull(),
  uses: integer().notNull().default(0),
});

export const emailChanges = sqliteTable("email_changes", {
  id: text().primaryKey(),
  userId: text("user_id").notNull(),
  oldEmail: text("old_email").notNull(),
  newEmail: text("new_email").notNull(),
  oldConfirmedAt: text("old_confirmed_at"),
  newConfirmedAt: text("new_confirmed_at"),
  completedAt: text("completed_at"),
  createdAt: text("created_at").notNull(),
  expiresAt: text("expires_at").notNull(),
});

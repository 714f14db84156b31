import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Role } from "../../platform/auth.ts";

export type UserStatus = "active" | "deactivated" | "disabled" | "erased";

export const users = sqliteTable("users", {
  id: text().primaryKey(),
  email: text().notNull().unique(),
  username: text().unique(),
  firstName: text("first_name").notNull().default(""),
  lastName: text("last_name").notNull().default(""),
  passwordHash: text("password_hash"),
  role: text().$type<Role>().notNull().default("customer"),
  status: text().$type<UserStatus>().notNull().default("active"),
  emailVerifiedAt: text("email_verified_at"),
  passwordChangedAt: text("password_changed_at"),
  lastLoginAt: text("last_login_at"),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

export type NewUser = typeof users.$inferInsert;

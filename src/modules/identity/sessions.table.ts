import { primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export type SessionKind = "token" | "browser";

export const sessions = sqliteTable("sessions", {
  id: text().primaryKey(),
  userId: text("user_id").notNull(),
  kind: text().$type<SessionKind>().notNull(),
  secretHash: text("secret_hash").unique(),
  userAgent: text("user_agent").notNull().default(""),
  country: text(),
  createdAt: text("created_at").notNull(),
  lastSeenAt: text("last_seen_at").notNull(),
  confirmedAt: text("confirmed_at").notNull(),
  expiresAt: text("expires_at").notNull(),
  revokedAt: text("revoked_at"),
  revokedReason: text("revoked_reason"),
});

export const refreshTokens = sqliteTable("refresh_tokens", {
  hash: text().primaryKey(),
  sessionId: text("session_id").notNull(),
  createdAt: text("created_at").notNull(),
  usedAt: text("used_at"),
});

export const knownDevices = sqliteTable(
  "known_devices",
  {
    userId: text("user_id").notNull(),
    deviceHash: text("device_hash").notNull(),
    firstSeenAt: text("first_seen_at").notNull(),
    lastSeenAt: text("last_seen_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.deviceHash] })],
);

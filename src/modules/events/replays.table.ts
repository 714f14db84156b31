import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const eventReplays = sqliteTable("event_replays", {
  id: text().primaryKey(),
  subscriber: text().notNull(),
  fromAt: text("from_at").notNull(),
  toAt: text("to_at").notNull(),
  again: integer({ mode: "boolean" }).notNull(),
  status: text({ enum: ["running", "done"] }).notNull(),
  total: integer().notNull(),
  /** Events that it has come to, and those of them that the subscriber had processed before. */
  taken: integer().notNull().default(0),
  skipped: integer().notNull().default(0),
  /** The id of the event that it came to last. */
  position: text().notNull(),
  createdAt: text("created_at").notNull(),
  finishedAt: text("finished_at"),
});

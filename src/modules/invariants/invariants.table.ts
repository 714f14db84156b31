import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const invariantChecks = sqliteTable("invariant_checks", {
  id: text().primaryKey(),
  startedAt: text("started_at").notNull(),
  finishedAt: text("finished_at").notNull(),
  orders: integer().notNull(),
  breaches: integer().notNull(),
  findings: text({ mode: "json" }).notNull(),
  changedAt: text("changed_at").notNull(),
  changedId: text("changed_id").notNull(),
  allAfter: text("all_after").notNull(),
});

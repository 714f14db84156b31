import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const backgroundJobs = sqliteTable("background_jobs", {
  id: text().primaryKey(),
  kind: text({ enum: ["product_import", "product_export"] }).notNull(),
  status: text({ enum: ["queued", "running", "succeeded", "failed", "cancelled"] }).notNull(),
  input: text({ mode: "json" }).notNull(),
  plan: text({ mode: "json" }).notNull().default({}),
  position: text({ mode: "json" }).notNull().default({}),
  result: text({ mode: "json" }).notNull().default({}),
  errorCode: text("error_code"),
  errorMessage: text("error_message"),
  total: integer(),
  done: integer().notNull().default(0),
  failed: integer().notNull().default(0),
  attempts: integer().notNull().default(0),
  leaseUntil: text("lease_until"),
  createdByKind: text("created_by_kind").notNull(),
  createdBy: text("created_by"),
  createdAt: text("created_at").notNull(),
  startedAt: text("started_at"),
  finishedAt: text("finished_at"),
  updatedAt: text("updated_at").notNull(),
  version: integer().notNull().default(1),
});

export const backgroundJobErrors = sqliteTable(
  "background_job_errors",
  {
    jobId: text("job_id").notNull(),
    seq: integer().notNull(),
    line: integer().notNull(),
    code: text().notNull(),
    message: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.seq] })],
);

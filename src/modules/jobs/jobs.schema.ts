import { z } from "@hono/zod-openapi";

const time = z.iso.datetime();

export const cronJobSchema = z
  .object({
    name: z.string().openapi({ example: "inventory.check-nightly" }),
    description: z.string(),
    schedule: z.object({
      text: z.string().openapi({ example: "daily at 03:00 UTC" }),
      every_minutes: z.int().optional(),
      daily_at: z.string().optional(),
      weekly_on: z.int().optional().openapi({ description: "1 is Monday, 7 is Sunday." }),
      at: z.string().optional(),
    }),
    next_run_at: time.openapi({ description: "Now, when it is due and waits for the minute's trigger." }),
    running: z.boolean(),
    last_run: z
      .object({
        scheduled_for: time.nullable().openapi({ description: "null: it was run by hand." }),
        started_at: time,
        finished_at: time.nullable(),
        duration_ms: z.int().nullable(),
        result: z.string().nullable(),
        error: z.string().nullable(),
      })
      .nullable(),
    last_succeeded_at: time.nullable(),
    runs: z.int(),
    failures: z.int().openapi({ description: "How many runs in a row have failed, the last one included." }),
    failing_since: time.nullable(),
  })
  .openapi("CronJob");

export const cronJobExample = {
  name: "inventory.check-nightly",
  description: "Checks the stock against its ledger and its reservations",
  schedule: { text: "daily at 03:00 UTC", daily_at: "03:00" },
  next_run_at: "2026-11-24T03:00:00.000Z",
  running: false,
  last_run: {
    scheduled_for: "2026-11-23T03:00:00.000Z",
    started_at: "2026-11-23T03:00:01.204Z",
    finished_at: "2026-11-23T03:00:02.116Z",
    duration_ms: 912,
    result: "1520 levels checked, 0 breaches",
    error: null,
  },
  last_succeeded_at: "2026-11-23T03:00:02.116Z",
  runs: 41,
  failures: 0,
  failing_since: null,
};

export const runSchema = z
  .object({
    started_at: time,
    finished_at: time,
    duration_ms: z.int(),
    result: z.string().nullable(),
    error: z.string().nullable().openapi({ description: "Why the run failed." }),
    more: z.boolean().openapi({ description: "It left a rest: it goes on with the next minute." }),
  })
  .openapi("CronJobRun");

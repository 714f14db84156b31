import { z } from "@hono/zod-openapi";

export const backupSchema = z
  .object({
    id: z.uuid(),
    reason: z.enum(["nightly", "manual"]),
    status: z.enum(["queued", "copying", "closing", "verifying", "succeeded", "failed"]).openapi({
      description:
        "`copying` reads the tables, `closing` the last changes in one transaction, `verifying` reads all back. Only one that has `succeeded` can be restored.",
    }),
    attempt: z.int().openapi({ description: "Starts, when one before could not go on." }),
    error: z.string().optional(),
    rows: z.int(),
    bytes: z.int().openapi({ description: "Compressed." }),
    tables: z.array(z.object({ name: z.string(), rows: z.int(), checksum: z.string() })),
    bookmark: z.string().optional().openapi({
      description: "Where D1's Time Travel finds the same moment, for as long as it reaches back.",
    }),
    created_at: z.iso.datetime(),
    snapshot_at: z.iso.datetime().optional().openapi({ description: "The moment that the backup shows." }),
    finished_at: z.iso.datetime().optional(),
    version: z.int(),
  })
  .openapi("Backup");

export type BackupBody = z.output<typeof backupSchema>;

export const backupExample: BackupBody = {
  id: "019a2b3c-7c00-7000-8000-000000000001",
  reason: "nightly",
  status: "succeeded",
  attempt: 1,
  rows: 148_210,
  bytes: 9_120_443,
  tables: [
    {
      name: "orders",
      rows: 10_000,
      checksum: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
  ],
  bookmark: "00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683",
  created_at: "2026-11-02T02:00:00.000Z",
  snapshot_at: "2026-11-02T02:00:40.000Z",
  finished_at: "2026-11-02T02:01:30.000Z",
  version: 31,
};

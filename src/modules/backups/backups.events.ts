import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

/** `npm run backup:restore` writes it into the database that it restored. */
export const backupRestored = defineEvent(
  "backup.restored",
  z.object({ backup_id: z.string(), snapshot_at: z.string() }),
  "The database was restored from a dump: what is kept elsewhere is ahead of it.",
);

import { defineError } from "../../platform/errors.ts";

export const backupInProgress = defineError("backup.in_progress", 409, "Another backup is being made");

/** Where the keys of rows are noted that change while a dump reads the tables. Empty otherwise. */
export const CHANGES = "backup_changes";

/** What the names of the triggers that note them start with. */
export const CAPTURE_PREFIX = "backup_capture_";

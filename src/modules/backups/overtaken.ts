import { GoneOnMeanwhile } from "./backup.ts";
import { BACKUP_UNCHANGED } from "./backups.repo.ts";

/** What it means to `commit` that a dump is not any more what was read. */
export const overtaken = {
  [BACKUP_UNCHANGED]: () => new GoneOnMeanwhile("another run goes on with this dump"),
};

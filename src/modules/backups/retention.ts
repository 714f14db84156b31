const DAY_MS = 24 * 60 * 60 * 1_000;
const DAILY = 7;
const WEEKLY = 4;

/** A good dump and the moment that it was asked for. */
export interface KeptBackup {
  id: string;
  at: Date;
}

/**
 * The dumps that may be deleted at `now`. Kept are all of the last 24 hours, the last one of each of the last 7 days (UTC) and of the
 * last 4 Sundays, and the newest in any case: nothing but that one is older than 28 days.
 */
export function expiredBackups(backups: readonly KeptBackup[], now: Date): string[] {
  const today = dayOf(now);
  const newestFirst = backups.toSorted((one, other) => other.at.getTime() - one.at.getTime());
  const seenDays = new Set<number>();
  return newestFirst
    .filter(({ at }, index) => {
      const day = dayOf(at);
      const isLastOfDay = !seenDays.has(day);
      seenDays.add(day);
      const age = today - day;
      const isKept = age < DAILY || (isSunday(day) && age < WEEKLY * 7);
      return index > 0 && now.getTime() - at.getTime() >= DAY_MS && !(isLastOfDay && isKept);
    })
    .map(({ id }) => id);
}

function dayOf(date: Date): number {
  return Math.floor(date.getTime() / DAY_MS);
}

/** Day 0 was a Thursday. */
function isSunday(day: number): boolean {
  return day % 7 === 3;
}

/** When a job is due. Days and hours are UTC's, "HH:MM". */
export type Schedule =
  | { readonly everyMinutes: number }
  | (First & { readonly dailyAt: string })
  /** 1 is Monday, 7 is Sunday. */
  | (First & { readonly weeklyOn: 1 | 2 | 3 | 4 | 5 | 6 | 7; readonly at: string });

interface First {
  /** A job that never ran waits for its time, instead of running at once. */
  readonly firstAtItsTime?: true;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The first Monday of Unix time: 1970-01-05. */
const FIRST_MONDAY = 4 * DAY;
const WEEKDAYS = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

/** A schedule as what repeats: every `period` milliseconds, counted from `offset` in Unix time. UTC has no days of other lengths. */
function rhythmOf(schedule: Schedule): { period: number; offset: number } {
  if ("everyMinutes" in schedule) {
    const { everyMinutes } = schedule;
    if (!Number.isInteger(everyMinutes) || everyMinutes < 1)
      throw new RangeError(`not a number of minutes: ${everyMinutes}`);
    return { period: everyMinutes * MINUTE, offset: 0 };
  }
  if ("dailyAt" in schedule) return { period: DAY, offset: timeOfDay(schedule.dailyAt) };
  return { period: 7 * DAY, offset: FIRST_MONDAY + (schedule.weeklyOn - 1) * DAY + timeOfDay(schedule.at) };
}

function timeOfDay(text: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hours === undefined) throw new RangeError(`not a time of day: ${text}`);
  return (Number(hours) * 60 + Number(minutes)) * MINUTE;
}

/** The last time at or before `now` that the schedule names. Pure. @throws RangeError for what is no schedule */
export function previousSlot(schedule: Schedule, now: Date): Date {
  const { period, offset } = rhythmOf(schedule);
  return new Date(Math.floor((now.getTime() - offset) / period) * period + offset);
}

/** The first time after `now` that the schedule names. Pure. @throws RangeError for what is no schedule */
export function nextSlot(schedule: Schedule, now: Date): Date {
  return new Date(previousSlot(schedule, now).getTime() + rhythmOf(schedule).period);
}

/** The schedule in words, e.g. "every 15 minutes", "daily at 03:10 UTC", "Mondays at 06:00 UTC". */
export function describeSchedule(schedule: Schedule): string {
  if ("dailyAt" in schedule) return `daily at ${schedule.dailyAt} UTC`;
  if ("weeklyOn" in schedule) return `${WEEKDAYS[schedule.weeklyOn - 1]} at ${schedule.at} UTC`;
  const { everyMinutes } = schedule;
  if (everyMinutes === 1) return "every minute";
  if (everyMinutes % 60 !== 0) return `every ${everyMinutes} minutes`;
  return everyMinutes === 60 ? "every hour" : `every ${everyMinutes / 60} hours`;
}

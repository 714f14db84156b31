// Days as people in a time zone count them, "2026-03-29", and when they begin. All from Intl's own data; pure.

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    const digits = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
    const time = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
    format = new Intl.DateTimeFormat("en", { timeZone: zone, ...digits, ...time });
    formats.set(zone, format);
  }
  return format;
}

/** What the clocks of a zone show, as if it were UTC. */
function wallTime(instant: number, zone: string): number {
  const parts = formatOf(zone).formatToParts(instant);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
}

/** The day that a moment belongs to in a time zone. */
export function localDay(instant: Date, zone: string): string {
  return new Date(wallTime(instant.getTime(), zone)).toISOString().slice(0, 10);
}

/** The day so many days later, or earlier. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}

/** How many days there are from one day to another, itself not counted. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/**
 * When a day begins in a time zone: its first moment, which is not always midnight, as some zones put the clock forward then. A day that a
 * zone left out altogether begins when the next one does.
 */
export function startOfDay(day: string, zone: string): Date {
  const midnight = Date.parse(day);
  // A minute that is before the day in every zone, and one that is not; the border is looked for between them.
  let before = midnight - 15 * 60 * MINUTE;
  let after = midnight + 15 * 60 * MINUTE;
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
    if (localDay(new Date(middle), zone) >= day) after = middle;
    else before = middle;
  }
  return new Date(after);
}

/** From when, included, to when, not included, a day lasts: 23 to 25 hours. As times in rows are written. */
export function boundsOf(day: string, zone: string): { from: string; to: string } {
  return {
    from: startOfDay(day, zone).toISOString(),
    to: startOfDay(addDays(day, 1), zone).toISOString(),
  };
}

export type Interval = "day" | "week" | "month";

/** The first day of the week (Monday) or month that a day is in; of an interval of days the day itself. */
export function startOfInterval(day: string, interval: Interval): string {
  if (interval === "month") return `${day.slice(0, 7)}-01`;
  if (interval === "day") return day;
  return addDays(day, -((new Date(Date.parse(day)).getUTCDay() + 6) % 7));
}

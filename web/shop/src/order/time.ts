const time = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

/** A time in the shopper's own zone and language. */
export function formatTime(at: string): string {
  return time.format(new Date(at));
}

/** The day of it. */
export function formatDay(at: string): string {
  return day.format(new Date(at));
}

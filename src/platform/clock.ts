/** RFC 3339 UTC with milliseconds: the one format of times in rows, events and answers. */
export function isoTime(date: Date): string {
  return date.toISOString();
}

/** The time `seconds` after (or, negative, before) `date`. */
export function addSeconds(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000);
}

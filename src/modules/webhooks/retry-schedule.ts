const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How long after each failed try the next one is due, in seconds: ten tries within a good three days. */
const DELAYS = [5, 5 * MINUTE, 30 * MINUTE, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR)];
export const MOST_TRIES = DELAYS.length + 1;
const JITTER = 0.1;
const MOST = 24 * HOUR;

/**
 * Seconds until the next try after so many failed ones; undefined when it was the last. Up to a tenth longer by chance (`random`, 0 to 1),
 * so that what failed together does not come back together; no earlier than the endpoint asked for, within a day.
 */
export function retryDelay(tries: number, random: number, retryAfter = 0): number | undefined {
  const delay = DELAYS[tries - 1];
  if (delay === undefined) return undefined;
  return Math.max(Math.ceil(delay * (1 + JITTER * random)), Math.min(retryAfter, MOST));
}

/** The seconds that a Retry-After header asks for, as a number or as a date; 0 without one. */
export function retryAfterSeconds(header: string | null, now: Date): number {
  if (header === null) return 0;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}

/** How long an endpoint is left alone that could not be reached: a minute, twice that each time, up to an hour. */
export function pauseSeconds(failures: number, retryAfter = 0): number {
  return Math.min(Math.max(MINUTE * 2 ** Math.min(failures, 6), retryAfter), HOUR);
}

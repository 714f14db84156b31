import { addSeconds } from "./clock.ts";

/** How often something may be tried. A policy is given with each attempt and is not stored. */
export interface ThrottlePolicy {
  /** Attempts that wait for nothing; at least 1. */
  free: number;
  /** The wait after attempt number `free`. It doubles with every further attempt. */
  firstDelaySeconds: number;
  maxDelaySeconds: number;
  /** How long after the last counted attempt all of them are forgotten; more than maxDelaySeconds. */
  forgetSeconds: number;
}

/** Attempts in a row; times in milliseconds since the epoch. */
interface Count {
  attempts: number;
  lastAt: number;
  forgetAt: number;
}

/** Somewhere that an attempt has succeeded from. Its attempts are counted on their own. */
interface Origin {
  from: string;
  trustedUntil: number;
  count: Count | null;
}

/** What is remembered about one throttled thing: everybody's attempts, and the trusted origins, last success last. */
export interface ThrottleState {
  count: Count | null;
  origins: readonly Origin[];
}

export type Attempt = { allowed: true; state: ThrottleState } | { allowed: false; retryAfterSeconds: number };

const MAX_ORIGINS = 20;
const TRUST_SECONDS = 90 * 24 * 60 * 60;

export const UNTRIED: ThrottleState = { count: null, origins: [] };

/**
 * Decides about an attempt and counts it when it is allowed. A refused one changes nothing: whoever keeps trying
 * cannot make the wait longer, and nobody ever waits more than maxDelaySeconds.
 */
export function takeAttempt(
  state: ThrottleState,
  policy: ThrottlePolicy,
  now: Date,
  from: string | undefined,
): Attempt {
  const known = forgetPast(state, now);
  const origin = known.origins.find((candidate) => candidate.from === from);
  const count = origin ? origin.count : known.count;
  const delay = count ? delayAfter(count.attempts, policy) : 0;
  const waitMs = count ? count.lastAt + delay * 1000 - now.getTime() : 0;
  if (delay > 0 && waitMs > 0) return { allowed: false, retryAfterSeconds: Math.ceil(waitMs / 1000) };
  const counted: Count = {
    attempts: (count?.attempts ?? 0) + 1,
    lastAt: now.getTime(),
    forgetAt: addSeconds(now, policy.forgetSeconds).getTime(),
  };
  if (!origin) return { allowed: true, state: { ...known, count: counted } };
  const origins = known.origins.map((other) => (other === origin ? { ...origin, count: counted } : other));
  return { allowed: true, state: { ...known, origins } };
}

/** The state after a success: nothing is counted any more, neither for all nor for that origin, which is trusted from now on. */
export function succeedAttempt(state: ThrottleState, now: Date, from: string | undefined): ThrottleState {
  const { origins } = forgetPast(state, now);
  if (from === undefined) return { count: null, origins };
  const trusted: Origin = { from, trustedUntil: addSeconds(now, TRUST_SECONDS).getTime(), count: null };
  const others = origins.filter((origin) => origin.from !== from);
  return { count: null, origins: [...others, trusted].slice(-MAX_ORIGINS) };
}

/** The state with one attempt fewer: of those from a trusted origin when it came from there, else of those that count for all. */
export function giveBackAttempt(state: ThrottleState, now: Date, from: string | undefined): ThrottleState {
  const { count, origins } = forgetPast(state, now);
  const origin = origins.find((candidate) => candidate.from === from);
  if (!origin) return { count: oneFewer(count), origins };
  return {
    count,
    origins: origins.map((other) =>
      other === origin ? { ...origin, count: oneFewer(origin.count) } : other,
    ),
  };
}

function oneFewer(count: Count | null): Count | null {
  return count && count.attempts > 1 ? { ...count, attempts: count.attempts - 1 } : null;
}

/** The state without what is forgotten by now. */
export function forgetPast(state: ThrottleState, now: Date): ThrottleState {
  const time = now.getTime();
  const current = (count: Count | null) => (count && count.forgetAt > time ? count : null);
  return {
    count: current(state.count),
    origins: state.origins
      .filter((origin) => origin.trustedUntil > time)
      .map((origin) => ({ ...origin, count: current(origin.count) })),
  };
}

/** When the last of it will be forgotten; null when there is nothing to forget. */
export function forgottenAt({ count, origins }: ThrottleState): Date | null {
  const ends = origins.flatMap((origin) => [origin.trustedUntil, origin.count?.forgetAt ?? 0]);
  const last = Math.max(count?.forgetAt ?? 0, ...ends);
  return last > 0 ? new Date(last) : null;
}

/** How long the next attempt waits after so many of them, in seconds. */
function delayAfter(attempts: number, { free, firstDelaySeconds, maxDelaySeconds }: ThrottlePolicy): number {
  if (attempts < free) return 0;
  return Math.min(firstDelaySeconds * 2 ** (attempts - free), maxDelaySeconds);
}

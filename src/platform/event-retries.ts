import { type SQL, sql } from "drizzle-orm";
import { addSeconds, isoTime } from "./clock.ts";
import { commit } from "./commit.ts";
import type { Ctx } from "./ctx.ts";
import { inList, insertRows } from "./db.ts";
import type { EventEnvelope } from "./events.ts";
import { maskText } from "./log.ts";
import { sendMessages } from "./outbox.ts";
import { deadLetters, eventRetries } from "./platform.table.ts";

// The rows of `event_retries` are what counts: a message to a single subscriber only says that it is time, and is sent again when lost.

/** With these delays half a day passes before an event is given up. */
export const MAX_ATTEMPTS = 20;
const FIRST_DELAY_SECONDS = 5;
const MAX_DELAY_SECONDS = 3_600;
/** A try that was noted and has not ended is taken for cut off after this long, or after the delay that is due anyway. */
const RUN_SECONDS = 30;
/** The queue counts in seconds, and its clock is another one. */
const EARLY_SECONDS = 1;
const CUT_OFF = "The run was cut off.";

/** That an event did not get through to a subscriber. */
export interface FailedDelivery {
  envelope: EventEnvelope;
  subscriber: string;
  error: unknown;
}

/** Seconds until the next try after so many: doubling, and up to a quarter more by chance, so that what failed together parts. */
export function retryDelay(attempts: number): number {
  const seconds = Math.min(FIRST_DELAY_SECONDS * 2 ** (attempts - 1), MAX_DELAY_SECONDS);
  return Math.round(seconds * (1 + Math.random() / 4));
}

/** Notes that these first deliveries failed, and has the queue bring each back to its subscriber. */
export async function setAside(ctx: Ctx, failed: readonly FailedDelivery[]): Promise<void> {
  if (failed.length === 0) return;
  const now = ctx.now();
  const delayed = failed.map((failure) => ({ ...failure, delaySeconds: retryDelay(1) }));
  const rows = delayed.map(({ envelope, subscriber, error, delaySeconds }) => ({
    eventId: envelope.id,
    subscriber,
    message: plain(envelope),
    attempts: 1,
    dueAt: isoTime(addSeconds(now, delaySeconds)),
    lastError: errorText(error),
    createdAt: isoTime(now),
  }));
  await commit(ctx, { statements: [insertRows(eventRetries, rows, sql`ON CONFLICT DO NOTHING`)] });
  await sendMessages(
    ctx,
    delayed.map(({ envelope, subscriber, delaySeconds }) => ({
      body: { ...plain(envelope), subscriber },
      delaySeconds,
    })),
  );
}

/** Notes that a try failed that was noted before it was made. */
export async function postpone(ctx: Ctx, failure: FailedDelivery, attempt: number): Promise<void> {
  const { envelope, subscriber, error } = failure;
  const delaySeconds = retryDelay(attempt);
  await commit(ctx, {
    statements: [
      sql`UPDATE event_retries SET due_at = ${isoTime(addSeconds(ctx.now(), delaySeconds))}, last_error = ${errorText(error)}
          WHERE event_id = ${envelope.id} AND subscriber = ${subscriber} AND attempts = ${attempt}`,
    ],
  });
  await sendMessages(ctx, [{ body: { ...plain(envelope), subscriber }, delaySeconds }]);
}

/**
 * Notes a try of an event that was set aside before it is made. Returns which one it is; undefined when there is nothing to do: it is not
 * due yet, somebody else is at it, or it was done.
 */
export function claimAddressed(ctx: Ctx, eventId: string, subscriber: string): Promise<number | undefined> {
  const now = ctx.now();
  return attemptOf(
    ctx,
    sql`UPDATE event_retries SET ${raised(now)}
        WHERE event_id = ${eventId} AND subscriber = ${subscriber} AND due_at <= ${soon(now)} RETURNING attempts`,
  );
}

/** The same for an event that the queue delivers again to all subscribers of its type, because the delivery before was cut off. */
export function claimRedelivered(
  ctx: Ctx,
  envelope: EventEnvelope,
  subscriber: string,
): Promise<number | undefined> {
  const now = ctx.now();
  const { id } = envelope;
  return attemptOf(
    ctx,
    sql`INSERT INTO event_retries (event_id, subscriber, message, attempts, due_at, last_error, created_at)
        SELECT ${id}, ${subscriber}, ${JSON.stringify(plain(envelope))}, 2, ${isoTime(addSeconds(now, RUN_SECONDS))}, ${CUT_OFF}, ${isoTime(now)}
        WHERE NOT EXISTS (SELECT 1 FROM processed_events WHERE subscriber = ${subscriber} AND event_id = ${id})
          AND NOT EXISTS (SELECT 1 FROM dead_letters WHERE event_id = ${id} AND subscriber = ${subscriber})
        ON CONFLICT (event_id, subscriber) DO UPDATE SET ${raised(now)} WHERE due_at <= ${soon(now)} RETURNING attempts`,
  );
}

/** A row's next try, which ends when it fails, succeeds, or has taken too long. */
function raised(now: Date): SQL {
  return sql`attempts = attempts + 1, last_error = ${CUT_OFF}, sent_at = NULL,
    due_at = strftime('%Y-%m-%dT%H:%M:%fZ', ${isoTime(now)}, '+' ||
      MAX(${RUN_SECONDS}, MIN(${MAX_DELAY_SECONDS}, ${FIRST_DELAY_SECONDS} << MIN(attempts, 12))) || ' seconds')`;
}

function soon(now: Date): string {
  return isoTime(addSeconds(now, EARLY_SECONDS));
}

/** The row is the lock of the delivery: no events, audit or idempotency belong to it, and the number that it gives is needed. */
async function attemptOf(ctx: Ctx, claim: SQL): Promise<number | undefined> {
  const [row] = await ctx.db.all<{ attempts: number }>(claim);
  return row?.attempts;
}

/** It got through. */
export async function forgetRetry(ctx: Ctx, eventId: string, subscriber: string): Promise<void> {
  await commit(ctx, { statements: [forgetStmt(eventId, [subscriber])] });
}

function forgetStmt(eventId: string, subscribers: readonly string[]): SQL {
  return sql`DELETE FROM event_retries WHERE event_id = ${eventId} AND subscriber IN ${inList(subscribers)}`;
}

/**
 * Gives up on an event for a subscriber: it is kept where people can see and replay it, and somebody is told once for each subscriber
 * until they have dealt with that. One that was replayed and failed again is open again.
 */
export async function bury(ctx: Ctx, { envelope, subscriber, error }: FailedDelivery): Promise<void> {
  const { id: eventId, type } = envelope;
  const at = isoTime(ctx.now());
  const row = {
    id: ctx.newId(),
    eventId,
    subscriber,
    type,
    message: plain(envelope),
    error: errorText(error),
    attempts: 0,
    status: "open" as const,
    firstFailedAt: at,
    lastFailedAt: at,
  };
  const tried = sql`COALESCE((SELECT attempts FROM event_retries WHERE event_id = ${eventId} AND subscriber = ${subscriber}), 1)`;
  const since = sql`COALESCE((SELECT created_at FROM event_retries WHERE event_id = ${eventId} AND subscriber = ${subscriber}), ${at})`;
  await commit(ctx, {
    statements: [
      insertRows(
        deadLetters,
        [row],
        sql`ON CONFLICT (event_id, subscriber) DO UPDATE SET status = 'open', error = excluded.error, deaths = deaths + 1,
              last_failed_at = excluded.last_failed_at, closed_at = NULL, reason = NULL`,
      ),
      sql`UPDATE dead_letters SET attempts = attempts + ${tried}, first_failed_at = MIN(first_failed_at, ${since})
          WHERE event_id = ${eventId} AND subscriber = ${subscriber}`,
      forgetStmt(eventId, [subscriber]),
    ],
    alerts: [
      {
        code: "event.dead_letter",
        entity: "subscriber",
        entityId: subscriber,
        details: { type, event_id: eventId, failed_at: at },
      },
    ],
  });
  ctx.log.error("event given up", { event_id: eventId, type, subscriber, ...{ error: row.error } });
}

/** Those of these subscribers that the event still has to get to: not processed, not waiting for a further try, not given up. */
export async function subscribersWithout(
  ctx: Ctx,
  eventId: string,
  subscribers: readonly string[],
): Promise<string[]> {
  const rows = await ctx.db.all<{ name: string }>(sql`
    SELECT value AS name FROM json_each(${JSON.stringify(subscribers)})
    WHERE NOT EXISTS (SELECT 1 FROM processed_events p WHERE p.subscriber = value AND p.event_id = ${eventId})
      AND NOT EXISTS (SELECT 1 FROM event_retries r WHERE r.subscriber = value AND r.event_id = ${eventId})
      AND NOT EXISTS (SELECT 1 FROM dead_letters d WHERE d.subscriber = value AND d.event_id = ${eventId})`);
  return rows.map(({ name }) => name);
}

/** The envelope without what only a message has. */
function plain({ id, type, version, occurred_at, payload }: EventEnvelope): EventEnvelope {
  return { id, type, version: version ?? 1, occurred_at, payload };
}

function errorText(error: unknown): string {
  return maskText(error instanceof Error ? error.message : String(error)).slice(0, 1_000);
}

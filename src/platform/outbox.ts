import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "./clock.ts";
import type { Ctx } from "./ctx.ts";
import { inList, insertRows, prepareStatement, type Statement } from "./db.ts";
import type { DomainEvent, EventEnvelope } from "./events.ts";
import { describeError } from "./log.ts";
import { deadLetters } from "./platform.table.ts";

const MAX_MESSAGES = 100;
const MAX_BATCH_BYTES = 200_000;
/** An event that nobody marked delivered after this long is sent again by the sweep. */
const FIRST_RESEND_SECONDS = 60;
/** … and then ever more seldom: one that fails is in the queue's own retries meanwhile. */
const NEXT_RESEND_SECONDS = 600;

/** Gives events their identity. The envelopes become outbox rows in the same batch as the change they tell of. */
export function envelopesOf(ctx: Ctx, events: readonly DomainEvent[]): EventEnvelope[] {
  const occurredAt = isoTime(ctx.now());
  return events.map((event) => ({
    id: ctx.newId(),
    type: event.type,
    occurred_at: occurredAt,
    payload: event.payload,
  }));
}

/**
 * Hands events to the queue. A failure is logged only: the rows stay undelivered and the sweep sends them again.
 * The consumer marks them delivered, so an event survives even the loss of the queue.
 */
export async function relay(ctx: Ctx, envelopes: readonly EventEnvelope[]): Promise<void> {
  try {
    for (const batch of batches(envelopes)) await ctx.env.EVENTS.sendBatch(batch.map((body) => ({ body })));
  } catch (error) {
    ctx.log.warn("outbox relay failed, the sweep will retry", {
      events: envelopes.length,
      ...describeError(error),
    });
  }
}

/** Sends what was not delivered in time again. Returns how many events it sent. */
export async function resendUndelivered(ctx: Ctx, limit = 500): Promise<number> {
  const now = ctx.now();
  const rows = await ctx.db.all<{ id: string; type: string; payload: string; occurred_at: string }>(sql`
    SELECT id, type, payload, occurred_at FROM outbox
    WHERE delivered_at IS NULL AND occurred_at < ${isoTime(addSeconds(now, -FIRST_RESEND_SECONDS))}
      AND (resend_at IS NULL OR resend_at <= ${isoTime(now)})
    ORDER BY occurred_at LIMIT ${limit}`);
  if (rows.length === 0) return 0;
  const noteResend = sql`
    UPDATE outbox SET resends = resends + 1, resend_at =
      strftime('%Y-%m-%dT%H:%M:%fZ', ${isoTime(now)}, '+' || (${NEXT_RESEND_SECONDS} << MIN(resends, 6)) || ' seconds')
    WHERE id IN ${inList(rows.map((row) => row.id))}`;
  await prepareStatement(ctx.env.DB, noteResend).run();
  await relay(
    ctx,
    rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) as unknown })),
  );
  return rows.length;
}

/** Marks events as done: every subscriber has processed them, or they are in dead_letters. */
export async function markDelivered(ctx: Ctx, eventIds: readonly string[]): Promise<void> {
  if (eventIds.length === 0) return;
  const statement = sql`
    UPDATE outbox SET delivered_at = ${isoTime(ctx.now())}
    WHERE delivered_at IS NULL AND id IN ${inList(eventIds)}`;
  await prepareStatement(ctx.env.DB, statement).run();
}

/** Keeps an event that could not be delivered where people can see and replay it. */
export function deadLetterStmt(ctx: Ctx, envelope: EventEnvelope, attempts: number): Statement {
  const row = {
    id: ctx.newId(),
    eventId: envelope.id,
    type: envelope.type,
    message: envelope,
    attempts,
    createdAt: isoTime(ctx.now()),
  };
  return insertRows(deadLetters, [row], sql`ON CONFLICT DO NOTHING`);
}

function* batches(envelopes: readonly EventEnvelope[]): Generator<EventEnvelope[]> {
  let batch: EventEnvelope[] = [];
  let bytes = 0;
  for (const envelope of envelopes) {
    const size = JSON.stringify(envelope).length * 2;
    if (batch.length > 0 && (batch.length === MAX_MESSAGES || bytes + size > MAX_BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(envelope);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

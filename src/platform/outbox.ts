import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "./clock.ts";
import type { Ctx } from "./ctx.ts";
import { inList, prepareStatement, readBatch, type Statement } from "./db.ts";
import type { DomainEvent, EventEnvelope, EventMessage } from "./events.ts";
import { describeError } from "./log.ts";

const MAX_MESSAGES = 100;
const MAX_BATCH_BYTES = 200_000;
/** An event that nobody marked delivered after this long is sent again by the sweep; so is a further try that nobody made. */
const FIRST_RESEND_SECONDS = 60;
/** … and then ever more seldom: the queue may just be long. */
const NEXT_RESEND_SECONDS = 600;

/** A message for the queue, and after how many seconds it is to be delivered. */
export interface Outgoing {
  body: EventMessage;
  delaySeconds?: number;
}

/** Gives events their identity. The envelopes become outbox rows in the same batch as the change they tell of. */
export function envelopesOf(ctx: Ctx, events: readonly DomainEvent[]): Required<EventEnvelope>[] {
  const occurredAt = isoTime(ctx.now());
  return events.map(({ type, version, payload }) => ({
    id: ctx.newId(),
    type,
    version,
    occurred_at: occurredAt,
    payload,
  }));
}

/**
 * Hands events to the queue. A failure is logged only: the rows stay undelivered and the sweep sends them again.
 * The consumer marks them delivered, so an event survives even the loss of the queue.
 */
export function relay(ctx: Ctx, envelopes: readonly EventEnvelope[]): Promise<void> {
  return sendMessages(
    ctx,
    envelopes.map((body) => ({ body })),
  );
}

/** Hands messages to the queue. A failure is logged only: each stands for a row that the sweep sends again. */
export async function sendMessages(ctx: Ctx, messages: readonly Outgoing[]): Promise<void> {
  for (const batch of batches(messages)) {
    try {
      await ctx.env.EVENTS.sendBatch(batch);
    } catch (error) {
      ctx.log.warn("outbox relay failed, the sweep will retry", {
        events: batch.length,
        ...describeError(error),
      });
    }
  }
}

interface OutboxRow {
  id: string;
  type: string;
  version: number;
  payload: string;
  occurred_at: string;
}

interface DueRetry {
  event_id: string;
  subscriber: string;
  message: string;
}

/** Sends what was not delivered in time again, events and further tries. Returns how many messages it sent. */
export async function resendUndelivered(ctx: Ctx, limit = 500): Promise<number> {
  const now = ctx.now();
  const overdue = isoTime(addSeconds(now, -FIRST_RESEND_SECONDS));
  const [events, retries] = await readBatch<[OutboxRow, DueRetry]>(ctx.env.DB, [
    sql`SELECT id, type, version, payload, occurred_at FROM outbox
        WHERE delivered_at IS NULL AND occurred_at < ${overdue} AND (resend_at IS NULL OR resend_at <= ${isoTime(now)})
        ORDER BY occurred_at LIMIT ${limit}`,
    sql`SELECT event_id, subscriber, message FROM event_retries
        WHERE due_at < ${overdue} AND (sent_at IS NULL OR sent_at <= ${isoTime(addSeconds(now, -NEXT_RESEND_SECONDS))})
        ORDER BY due_at LIMIT ${limit}`,
  ]);
  const notes: Statement[] = [];
  if (events.length > 0)
    notes.push(sql`
      UPDATE outbox SET resends = resends + 1, resend_at =
        strftime('%Y-%m-%dT%H:%M:%fZ', ${isoTime(now)}, '+' || (${NEXT_RESEND_SECONDS} << MIN(resends, 6)) || ' seconds')
      WHERE id IN ${inList(events.map((row) => row.id))}`);
  if (retries.length > 0)
    notes.push(sql`
      UPDATE event_retries SET sent_at = ${isoTime(now)} FROM json_each(${JSON.stringify(retries.map((row) => [row.event_id, row.subscriber]))}) j
      WHERE event_id = j.value ->> 0 AND subscriber = j.value ->> 1`);
  if (notes.length === 0) return 0;
  await ctx.env.DB.batch(notes.map((note) => prepareStatement(ctx.env.DB, note)));
  await sendMessages(ctx, [
    ...events.map((row) => ({ body: { ...row, payload: JSON.parse(row.payload) as unknown } })),
    ...retries.map(({ message, subscriber }) => ({
      body: { ...(JSON.parse(message) as EventEnvelope), subscriber },
    })),
  ]);
  return events.length + retries.length;
}

/** Marks events as done: every subscriber is through with them, or they wait for a further try at it, or are in dead_letters. */
export async function markDelivered(ctx: Ctx, eventIds: readonly string[]): Promise<void> {
  if (eventIds.length === 0) return;
  const statement = sql`
    UPDATE outbox SET delivered_at = ${isoTime(ctx.now())}
    WHERE delivered_at IS NULL AND id IN ${inList(eventIds)}`;
  await prepareStatement(ctx.env.DB, statement).run();
}

function* batches(messages: readonly Outgoing[]): Generator<Outgoing[]> {
  let batch: Outgoing[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = JSON.stringify(message.body).length * 2;
    if (batch.length > 0 && (batch.length === MAX_MESSAGES || bytes + size > MAX_BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(message);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

import { AlreadyProcessed, commit } from "../src/platform/commit.ts";
import { createCtx, type Ctx, deriveCtx } from "../src/platform/ctx.ts";
import type { EventEnvelope, Subscriber } from "../src/platform/events.ts";
import { describeError } from "../src/platform/log.ts";
import { deadLetterStmt, markDelivered } from "../src/platform/outbox.ts";
import { subscribers } from "../src/registry.ts";

/** 5 s, 10 s, 20 s … up to an hour: with the queue's max_retries an outage of half a day loses nothing. */
const FIRST_DELAY_SECONDS = 5;
const MAX_DELAY_SECONDS = 3_600;

/**
 * Delivers a batch of events to their subscribers, acknowledging message by message. A message whose subscriber failed is
 * retried with growing delay; subscribers that were through before recognise the event and do nothing.
 */
export async function consume(batch: MessageBatch, env: Env, execution: ExecutionContext): Promise<void> {
  const ctx = createCtx(
    env,
    { kind: "system", job: "queue" },
    { waitUntil: (work) => execution.waitUntil(work) },
  );
  const done: string[] = [];
  const isDeadLetterQueue = batch.queue.includes("-dlq");
  for (const message of batch.messages) {
    const envelope = message.body as EventEnvelope;
    try {
      if (isDeadLetterQueue)
        await commit(ctx, { statements: [deadLetterStmt(ctx, envelope, message.attempts)] });
      else await deliver(ctx, envelope);
      done.push(envelope.id);
      message.ack();
    } catch (error) {
      ctx.log.error("event failed", {
        event_id: envelope.id,
        type: envelope.type,
        attempts: message.attempts,
        ...describeError(error),
      });
      message.retry({
        delaySeconds: Math.min(FIRST_DELAY_SECONDS * 2 ** (message.attempts - 1), MAX_DELAY_SECONDS),
      });
    }
  }
  await markDelivered(ctx, done);
}

/** Hands an event to every subscriber of its type. All get their turn, even when one fails. */
async function deliver(ctx: Ctx, envelope: EventEnvelope): Promise<void> {
  const failures: unknown[] = [];
  for (const subscriber of subscribers.filter((candidate) => candidate.eventType === envelope.type)) {
    try {
      await deliverTo(ctx, subscriber, envelope);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function deliverTo(ctx: Ctx, subscriber: Subscriber, envelope: EventEnvelope): Promise<void> {
  const scoped = deriveCtx(ctx, {
    actor: { kind: "system", job: subscriber.name },
    delivery: { subscriber: subscriber.name, eventId: envelope.id },
  });
  try {
    await subscriber.handle(scoped, envelope);
  } catch (error) {
    if (!(error instanceof AlreadyProcessed)) throw error;
  }
}

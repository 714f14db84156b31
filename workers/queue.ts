import { takeMailReports } from "../src/modules/notifications/index.ts";
import { createCtx, type Ctx } from "../src/platform/ctx.ts";
import { deliver } from "../src/platform/delivery.ts";
import { bury, subscribersWithout } from "../src/platform/event-retries.ts";
import type { EventMessage } from "../src/platform/events.ts";
import { describeError } from "../src/platform/log.ts";
import { markDelivered } from "../src/platform/outbox.ts";
import { allRegistered } from "../src/platform/registered.ts";

/** 5 s, 10 s, 20 s … up to an hour: with the queue's max_retries an outage of half a day loses nothing. */
const FIRST_DELAY_SECONDS = 5;
const MAX_DELAY_SECONDS = 3_600;

/**
 * Delivers a batch of events to their subscribers, acknowledging message by message. A failing subscriber is none of the queue's business:
 * it is tried again alone (src/platform/delivery.ts). Only what the database could not take a note of comes again as a message.
 */
export async function consume(
  batch: MessageBatch<EventMessage>,
  env: Env,
  execution: ExecutionContext,
): Promise<void> {
  const ctx = createCtx(
    env,
    { kind: "system", job: "queue" },
    { waitUntil: (work) => execution.waitUntil(work) },
  );
  const messages = await takeMailReports(ctx, batch.messages);
  const again = batch.queue.includes("-dlq")
    ? await giveUp(ctx, messages)
    : await deliver(ctx, allRegistered().subscribers, messages);
  const done: string[] = [];
  for (const message of messages) {
    if (again.has(message)) {
      const delaySeconds = Math.min(FIRST_DELAY_SECONDS * 2 ** (message.attempts - 1), MAX_DELAY_SECONDS);
      message.retry({ delaySeconds });
      continue;
    }
    if (message.body.subscriber === undefined) done.push(message.body.id);
    message.ack();
  }
  try {
    await markDelivered(ctx, done);
  } catch (error) {
    ctx.log.warn("events are done and not marked so: they are sent again", describeError(error));
  }
}

/**
 * Keeps what the queue could not deliver where people can see and replay it, for each subscriber that it did not get to. Returns the messages
 * of which even that failed. One to a single subscriber is only a reminder: its row is swept.
 */
async function giveUp(
  ctx: Ctx,
  messages: readonly Message<EventMessage>[],
): Promise<Set<Message<EventMessage>>> {
  const again = new Set<Message<EventMessage>>();
  for (const message of messages) {
    const { subscriber, ...envelope } = message.body;
    if (subscriber !== undefined) continue;
    const names = allRegistered().subscribers.filter((each) => each.eventType === envelope.type);
    try {
      const missed = await subscribersWithout(
        ctx,
        envelope.id,
        names.map(({ name }) => name),
      );
      for (const name of missed)
        await bury(ctx, { envelope, subscriber: name, error: "The queue could not deliver it." });
    } catch (error) {
      ctx.log.error("event could not be given up", { event_id: envelope.id, ...describeError(error) });
      again.add(message);
    }
  }
  return again;
}

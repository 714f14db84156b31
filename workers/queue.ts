import { commit } from "../src/platform/commit.ts";
import { createCtx, type Ctx } from "../src/platform/ctx.ts";
import { deliverAll, type Failures } from "../src/platform/delivery.ts";
import type { EventEnvelope } from "../src/platform/events.ts";
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
export async function consume(
  batch: MessageBatch<EventEnvelope>,
  env: Env,
  execution: ExecutionContext,
): Promise<void> {
  const ctx = createCtx(
    env,
    { kind: "system", job: "queue" },
    { waitUntil: (work) => execution.waitUntil(work) },
  );
  const failures = batch.queue.includes("-dlq")
    ? await bury(ctx, batch.messages)
    : await deliverAll(
        ctx,
        subscribers,
        batch.messages.map((message) => message.body),
      );
  const done: string[] = [];
  for (const message of batch.messages) {
    const { body, attempts } = message;
    if (!failures.has(body)) {
      done.push(body.id);
      message.ack();
      continue;
    }
    ctx.log.error("event failed", {
      event_id: body.id,
      type: body.type,
      attempts,
      ...describeError(failures.get(body)),
    });
    const delaySeconds = Math.min(FIRST_DELAY_SECONDS * 2 ** (attempts - 1), MAX_DELAY_SECONDS);
    message.retry({ delaySeconds });
  }
  await markDelivered(ctx, done);
}

/** Keeps what could not be delivered where people can see and replay it. */
async function bury(ctx: Ctx, messages: readonly Message<EventEnvelope>[]): Promise<Failures> {
  const failures: Failures = new Map();
  for (const { body, attempts } of messages) {
    try {
      await commit(ctx, { statements: [deadLetterStmt(ctx, body, attempts)] });
    } catch (error) {
      failures.set(body, error);
    }
  }
  return failures;
}

import { deliverBatch } from "../src/modules/webhooks/index.ts";
import { createCtx } from "../src/platform/ctx.ts";

/** It is time to deliver a webhook. */
export interface WebhookMessage {
  delivery_id: string;
}

/**
 * Delivers the webhooks that are due. What fails is noted in the database, which knows when to try again: the queue only retries when not
 * even that could be read.
 */
export async function consumeWebhooks(
  batch: MessageBatch<WebhookMessage>,
  env: Env,
  execution: ExecutionContext,
): Promise<void> {
  const ctx = createCtx(
    env,
    { kind: "system", job: "webhooks" },
    { waitUntil: (work) => execution.waitUntil(work) },
  );
  await deliverBatch(
    ctx,
    batch.messages.map(({ body }) => body.delivery_id),
  );
  batch.ackAll();
}

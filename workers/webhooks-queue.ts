/** It is time to deliver a webhook. */
export interface WebhookMessage {
  delivery_id: string;
}

/** Delivers webhooks that are due. */
export function consumeWebhooks(
  batch: MessageBatch<WebhookMessage>,
  _env: Env,
  _execution: ExecutionContext,
): Promise<void> {
  batch.ackAll();
  return Promise.resolve();
}

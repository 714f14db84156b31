import { createApp } from "../src/app.ts";
import type { EventMessage } from "../src/platform/events.ts";
import { answerFromMemory } from "../src/platform/http/index.ts";
import { runJobs } from "./cron.ts";
import { consume } from "./queue.ts";
import { consumeWebhooks, type WebhookMessage } from "./webhooks-queue.ts";

export { CartObject } from "./cart-object.ts";
export { MetricsObject } from "./metrics-object.ts";
export { ThrottleObject } from "./throttle-object.ts";

const app = createApp();

export default {
  fetch: (request, env, ctx) => answerFromMemory(request, env, ctx) ?? app.fetch(request, env, ctx),
  queue: (batch, env, ctx) =>
    batch.queue.includes("-webhooks")
      ? consumeWebhooks(batch as MessageBatch<WebhookMessage>, env, ctx)
      : consume(batch as MessageBatch<EventMessage>, env, ctx),
  scheduled: (_controller, env, ctx) => runJobs(env, ctx),
} satisfies ExportedHandler<Env, EventMessage | WebhookMessage>;

import { createApp } from "../src/app.ts";
import type { EventEnvelope } from "../src/platform/events.ts";
import { answerFromMemory } from "../src/platform/http/index.ts";
import { runJobs } from "./cron.ts";
import { consume } from "./queue.ts";

export { CartObject } from "./cart-object.ts";
export { ThrottleObject } from "./throttle-object.ts";

const app = createApp();

export default {
  fetch: (request, env, ctx) => answerFromMemory(request, env) ?? app.fetch(request, env, ctx),
  queue: (batch, env, ctx) => consume(batch, env, ctx),
  scheduled: (controller, env, ctx) => runJobs(controller.cron, env, ctx),
} satisfies ExportedHandler<Env, EventEnvelope>;

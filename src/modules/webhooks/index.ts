import { type Subscriber, subscribe } from "../../platform/events.ts";
import type { Route } from "../../platform/http/index.ts";
import { customerErased } from "../customers/index.ts";
import { deliveryRoutes } from "./deliveries.routes.ts";
import { endpointRoutes } from "./endpoints.routes.ts";
import { forgetPerson } from "./forget-person.ts";
import { messageSubscriber } from "./make-message.ts";
import { PUBLIC_EVENTS } from "./public-events.ts";

export { deliverBatch } from "./deliver-batch.ts";
export { type WebhookBacklog, webhookBacklog } from "./webhook-backlog.ts";
export { webhookJobs } from "./webhooks.jobs.ts";

export const webhookRoutes: readonly Route[] = [...endpointRoutes, ...deliveryRoutes];

export const webhookSubscribers: readonly Subscriber[] = [
  ...PUBLIC_EVENTS.map(messageSubscriber),
  subscribe("webhooks.forget-person", customerErased, (ctx, { customer_id, order_ids }) =>
    forgetPerson(ctx, customer_id, order_ids),
  ),
];

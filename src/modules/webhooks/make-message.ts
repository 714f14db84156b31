import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type EventEnvelope, type Subscriber, subscribe } from "../../platform/events.ts";
import { conflict } from "../../platform/errors.ts";
import { ERASED_MEANWHILE } from "../orders/index.ts";
import { insertMessageStmts } from "./messages.repo.ts";
import { findListeners } from "./endpoints.repo.ts";
import type { PublicEvent } from "./public-event.ts";
import { matchesType } from "./public-events.ts";
import { tellQueue } from "./tell-queue.ts";

/** The body of a message: what every delivery of it sends, byte for byte. */
export function bodyOf(
  event: Pick<PublicEvent, "type" | "version">,
  occurredAt: string,
  data: Record<string, unknown>,
): string {
  return JSON.stringify({ type: event.type, version: event.version, timestamp: occurredAt, data });
}

/**
 * Turns an event into a message and a delivery for each enabled endpoint that wants to hear of it; without one nothing is written. An event
 * that comes again makes no second message.
 */
export async function makeMessage(
  ctx: Ctx,
  event: PublicEvent,
  envelope: Pick<EventEnvelope, "occurred_at" | "payload">,
): Promise<void> {
  const listeners = (await listenersOf(ctx)).filter(({ event_types }) =>
    (JSON.parse(event_types) as string[]).some((filter) => matchesType(filter, event.type)),
  );
  if (listeners.length === 0) return;
  const rendered = await event.render(ctx, envelope.payload);
  if (!rendered) return;
  const { data, about = {}, guards = [] } = rendered;
  const message = {
    id: ctx.newId(),
    type: event.type,
    body: bodyOf(event, envelope.occurred_at, data),
    ...about,
  };
  const deliveries = listeners.map(({ id }) => ({ id: ctx.newId(), endpointId: id }));
  await commit(ctx, {
    statements: [...guards, ...insertMessageStmts(ctx, message, deliveries)],
    constraints: {
      [ERASED_MEANWHILE]: () => conflict("The person was erased meanwhile: it is rendered anew."),
    },
  });
  ctx.waitUntil(
    tellQueue(
      ctx,
      deliveries.map(({ id }) => id),
    ),
  );
}

type Listeners = ReturnType<typeof findListeners>;

const known = new WeakMap<object, Listeners>();

/**
 * Read once for all events that are delivered together: they happened before they were delivered, so whoever was to hear of them is there.
 * A context of its own for each invocation is told by its meter.
 */
function listenersOf(ctx: Ctx): Listeners {
  let listeners = known.get(ctx.meter);
  if (!listeners) {
    listeners = findListeners(ctx);
    known.set(ctx.meter, listeners);
    listeners.catch(() => known.delete(ctx.meter));
  }
  return listeners;
}

/** The subscriber that makes messages of an event. */
export function messageSubscriber(event: PublicEvent): Subscriber {
  return subscribe(`webhooks.${event.type}`, event.source, (ctx, _payload, envelope) =>
    makeMessage(ctx, event, envelope),
  );
}

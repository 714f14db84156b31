import type { z } from "zod";
import type { Ctx } from "./ctx.ts";

/** Something that happened, as a verb hands it to `commit`. */
export interface DomainEvent {
  type: string;
  payload: unknown;
}

/** An event as it travels: the outbox row and the queue message have this shape. */
export interface EventEnvelope {
  id: string;
  type: string;
  occurred_at: string;
  payload: unknown;
}

/** A member of the event catalog. Calling it makes the event, with the payload checked. */
export interface EventType<Payload> {
  (payload: Payload): DomainEvent;
  readonly type: string;
  readonly schema: z.ZodType<Payload>;
}

const catalog = new Map<string, Pick<EventType<unknown>, "type" | "schema">>();

/** Adds an event type: its dotted name in the past tense and the schema of its payload. */
export function defineEvent<Payload>(type: string, schema: z.ZodType<Payload>): EventType<Payload> {
  if (catalog.has(type)) throw new Error(`event type defined twice: ${type}`);
  const make = (payload: Payload): DomainEvent => ({ type, payload: schema.parse(payload) });
  const definition = Object.assign(make, { type, schema });
  catalog.set(type, definition);
  return definition;
}

/** Every event type, by its name. */
export function eventCatalog(): ReadonlyMap<string, Pick<EventType<unknown>, "type" | "schema">> {
  return catalog;
}

/** A reaction to an event type. It may be delivered more than once: its `commit` records the event as processed. */
export interface Subscriber {
  readonly name: string;
  readonly eventType: string;
  handle(ctx: Ctx, envelope: EventEnvelope): Promise<void>;
  /** For reactions to a state rather than to each event: several payloads of a batch in one. */
  readonly merge?: ((payloads: unknown[]) => unknown) | undefined;
}

/**
 * Binds a handler to an event type under a stable name (the name is part of the deduplication key). With `merge`, events that
 * the queue delivers together are handled as one; such a handler must not depend on being called for each.
 */
export function subscribe<Payload>(
  name: string,
  event: EventType<Payload>,
  handler: (ctx: Ctx, payload: Payload, envelope: EventEnvelope) => Promise<void>,
  merge?: (payloads: Payload[]) => Payload,
): Subscriber {
  return {
    name,
    eventType: event.type,
    handle: (ctx, envelope) => handler(ctx, event.schema.parse(envelope.payload), envelope),
    merge: merge && ((payloads) => merge(payloads.map((payload) => event.schema.parse(payload)))),
  };
}

import type { z } from "zod";
import type { Ctx } from "./ctx.ts";

/** Something that happened, as a verb hands it to `commit`. */
export interface DomainEvent {
  type: string;
  version: number;
  payload: unknown;
}

/** An event as it travels: the outbox row and the queue message have this shape. */
export interface EventEnvelope {
  id: string;
  type: string;
  /** Which version of the payload's schema it was made by. None: the first. */
  version?: number;
  occurred_at: string;
  payload: unknown;
}

/** A message of the queue: for every subscriber of the type, or for the one that it names. */
export interface EventMessage extends EventEnvelope {
  subscriber?: string;
}

/** A member of the event catalog. Calling it makes the event, with the payload checked. */
export interface EventType<Payload> {
  (payload: Payload): DomainEvent;
  readonly type: string;
  /** What happened, in a line. */
  readonly description: string;
  readonly version: number;
  readonly schema: z.ZodType<Payload>;
  /** The payload as this version has it. @throws when it has another shape, or was made by a newer version */
  read(envelope: Pick<EventEnvelope, "version" | "payload">): Payload;
}

/** What a type needs whose payload has changed. Outbox, queue and dead letters may hold events of every version there was. */
export interface Evolution {
  /** Raised when whoever knew the version before would misunderstand a payload. */
  readonly version: number;
  /** Makes the payload of the present version out of one of `version`. */
  upgrade(payload: unknown, version: number): unknown;
}

export type CatalogEntry = Omit<EventType<unknown>, "read">;

const catalog = new Map<string, CatalogEntry>();

/** Adds an event type: its dotted name in the past tense, the schema of its payload, and what happened in a line. */
export function defineEvent<Payload>(
  type: string,
  schema: z.ZodType<Payload>,
  description: string,
  evolution?: Evolution,
): EventType<Payload> {
  if (catalog.has(type)) throw new Error(`event type defined twice: ${type}`);
  const version = evolution?.version ?? 1;
  const definition: EventType<Payload> = Object.assign(
    (payload: Payload): DomainEvent => ({ type, version, payload: schema.parse(payload) }),
    {
      type,
      description,
      version,
      schema,
      read({ version: made = 1, payload }: Pick<EventEnvelope, "version" | "payload">): Payload {
        // A release that is being rolled out beside this one made it, and will read it when it is tried again.
        if (made > version) throw new Error(`${type} has version ${made}, this release knows ${version}`);
        return schema.parse(made < version && evolution ? evolution.upgrade(payload, made) : payload);
      },
    },
  );
  catalog.set(type, definition);
  return definition;
}

/** Every event type, by its name. */
export function eventCatalog(): ReadonlyMap<string, CatalogEntry> {
  return catalog;
}

/** A reaction to an event type. It may be delivered more than once: its `commit` records the event as processed. */
export interface Subscriber extends Pick<SubscriberOptions<never>, "repeatable"> {
  /** Part of the deduplication key: no two subscribers have the same. */
  readonly name: string;
  readonly eventType: string;
  handle(ctx: Ctx, envelope: EventEnvelope): Promise<void>;
  /** The same for several events of a batch. */
  readonly handleTogether?: ((ctx: Ctx, envelopes: readonly EventEnvelope[]) => Promise<void>) | undefined;
  /** Several events of a batch as one. */
  readonly merge?: ((envelopes: readonly EventEnvelope[]) => EventEnvelope) | undefined;
}

export interface SubscriberOptions<Payload> {
  /**
   * For reactions to a state rather than to each event: several payloads in one. Events that the queue delivers together are handled as
   * one; the handler must not depend on being called for each.
   */
  readonly merge?: (payloads: Payload[]) => Payload;
  /**
   * For reactions that cost less for several events than for each: the handler of those that the queue delivers together. All it does is one
   * commit, which records each event as processed; when that fails they are handled one by one.
   */
  readonly together?: (ctx: Ctx, payloads: Payload[]) => Promise<void>;
  /** Doing it again does no harm and may be asked for: it makes something anew out of what there is. */
  readonly repeatable?: boolean;
}

/** Binds a handler to an event type under a stable name. */
export function subscribe<Payload>(
  name: string,
  event: EventType<Payload>,
  handler: (ctx: Ctx, payload: Payload, envelope: EventEnvelope) => Promise<void>,
  { merge, together, repeatable = false }: SubscriberOptions<Payload> = {},
): Subscriber {
  return {
    name,
    eventType: event.type,
    handle: (ctx, envelope) => handler(ctx, event.read(envelope), envelope),
    handleTogether:
      together &&
      ((ctx, envelopes) =>
        together(
          ctx,
          envelopes.map((envelope) => event.read(envelope)),
        )),
    merge: merge && ((envelopes) => mergeAs(event, envelopes, merge)),
    repeatable,
  };
}

/** Stands under the identity of the first of them. */
function mergeAs<Payload>(
  event: EventType<Payload>,
  envelopes: readonly EventEnvelope[],
  merge: (payloads: Payload[]) => Payload,
): EventEnvelope {
  const [first] = envelopes;
  if (!first) throw new Error("there is nothing to merge");
  const payload = merge(envelopes.map((envelope) => event.read(envelope)));
  return { ...first, version: event.version, payload };
}

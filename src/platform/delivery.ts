import { AlreadyProcessed } from "./commit.ts";
import { type Ctx, deriveCtx } from "./ctx.ts";
import {
  bury,
  claimAddressed,
  claimRedelivered,
  type FailedDelivery,
  forgetRetry,
  MAX_ATTEMPTS,
  postpone,
  setAside,
} from "./event-retries.ts";
import { type EventEnvelope, type EventMessage, eventCatalog, type Subscriber } from "./events.ts";
import { describeError } from "./log.ts";

/** What the consumer gets of a message of the queue. */
export interface Delivered {
  readonly body: EventMessage;
  /** How often the queue has delivered it, this time included. */
  readonly attempts: number;
}

/**
 * Hands events to the subscribers of their types, each subscriber for itself: one that fails gets the event again later, the others are not
 * troubled. Nothing is in order. Returns the messages that must come again because not even that could be noted (the database is away), or
 * because this release does not know their type.
 *
 * The first delivery of an event costs no writes beside the subscribers' own. One that the queue repeats may have ended the isolate the time
 * before, in which no `catch` runs: from then on a try is noted before it is made, so that what ends isolates is set aside alone.
 */
export async function deliver<Message extends Delivered>(
  ctx: Ctx,
  subscribers: readonly Subscriber[],
  messages: readonly Message[],
): Promise<Set<Message>> {
  const isFirst = ({ body, attempts }: Message) => attempts === 1 && body.subscriber === undefined;
  const again = await deliverFirst(ctx, subscribers, messages.filter(isFirst));
  for (const message of messages) {
    // A release that is being rolled out beside this one made it, and hears it.
    if (!eventCatalog().has(message.body.type)) again.add(message);
    if (isFirst(message) || again.has(message)) continue;
    try {
      await deliverCarefully(ctx, subscribers, message.body);
    } catch (error) {
      logFailure(ctx, message.body, error);
      again.add(message);
    }
  }
  return again;
}

async function deliverFirst<Message extends Delivered>(
  ctx: Ctx,
  subscribers: readonly Subscriber[],
  messages: readonly Message[],
): Promise<Set<Message>> {
  const failed: (FailedDelivery & { message: Message })[] = [];
  for (const subscriber of subscribers) {
    const own = messages.filter(({ body }) => body.type === subscriber.eventType);
    if (await deliverTogether(ctx, subscriber, own)) continue;
    for (const message of own) {
      try {
        await deliverTo(ctx, subscriber, message.body);
      } catch (error) {
        logFailure(ctx, message.body, error, subscriber.name);
        failed.push({ message, envelope: message.body, subscriber: subscriber.name, error });
      }
    }
  }
  try {
    await setAside(ctx, failed);
    return new Set();
  } catch (error) {
    ctx.log.error("events could not be set aside", { events: failed.length, ...describeError(error) });
    return new Set(failed.map(({ message }) => message));
  }
}

/**
 * Together, if there are several and that succeeds; otherwise one by one, so that a single bad event does not hold up the others, nor does
 * one that was processed before pass for all of them.
 */
async function deliverTogether(
  ctx: Ctx,
  subscriber: Subscriber,
  messages: readonly Delivered[],
): Promise<boolean> {
  if (messages.length < 2) return false;
  const envelopes = messages.map(({ body }) => body);
  try {
    if (subscriber.handleTogether)
      await subscriber.handleTogether(scoped(ctx, subscriber, envelopes), envelopes);
    else if (subscriber.merge) await handle(ctx, subscriber, subscriber.merge(envelopes));
    else return false;
    return true;
  } catch (error) {
    const { name } = subscriber;
    ctx.log.warn("events go one by one: together they failed", { subscriber: name, ...describeError(error) });
    return false;
  }
}

/** @throws when the database is away: neither the try nor its failure could be noted */
async function deliverCarefully(
  ctx: Ctx,
  subscribers: readonly Subscriber[],
  { subscriber: name, ...envelope }: EventMessage,
): Promise<void> {
  if (name === undefined) {
    for (const subscriber of subscribers) {
      if (subscriber.eventType !== envelope.type) continue;
      const attempt = await claimRedelivered(ctx, envelope, subscriber.name);
      if (attempt !== undefined) await tryOnce(ctx, subscriber, envelope, attempt);
    }
    return;
  }
  const attempt = await claimAddressed(ctx, envelope.id, name);
  if (attempt === undefined) return;
  const subscriber = subscribers.find((each) => each.name === name && each.eventType === envelope.type);
  await tryOnce(ctx, subscriber ?? { name, eventType: envelope.type, handle: notHere }, envelope, attempt);
}

function notHere(): Promise<void> {
  return Promise.reject(new Error("This release has no such subscriber."));
}

/** Makes a try that has been noted, and notes what came of it. */
async function tryOnce(
  ctx: Ctx,
  subscriber: Subscriber,
  envelope: EventEnvelope,
  attempt: number,
): Promise<void> {
  const failure = { envelope, subscriber: subscriber.name };
  if (attempt > MAX_ATTEMPTS) {
    await bury(ctx, { ...failure, error: "The last try was cut off." });
    return;
  }
  try {
    await deliverTo(ctx, subscriber, envelope);
  } catch (error) {
    logFailure(ctx, envelope, error, subscriber.name, attempt);
    if (attempt === MAX_ATTEMPTS) await bury(ctx, { ...failure, error });
    else await postpone(ctx, { ...failure, error }, attempt);
    return;
  }
  await forgetRetry(ctx, envelope.id, subscriber.name);
}

async function deliverTo(ctx: Ctx, subscriber: Subscriber, envelope: EventEnvelope): Promise<void> {
  try {
    await handle(ctx, subscriber, envelope);
  } catch (error) {
    if (!(error instanceof AlreadyProcessed)) throw error;
  }
}

function handle(ctx: Ctx, subscriber: Subscriber, envelope: EventEnvelope): Promise<void> {
  return subscriber.handle(scoped(ctx, subscriber, [envelope]), envelope);
}

function scoped(ctx: Ctx, { name }: Subscriber, envelopes: readonly EventEnvelope[]): Ctx {
  const eventIds = envelopes.map(({ id }) => id);
  return deriveCtx(ctx, { actor: { kind: "system", job: name }, delivery: { subscriber: name, eventIds } });
}

function logFailure(
  ctx: Ctx,
  { id, type }: EventEnvelope,
  error: unknown,
  subscriber?: string,
  attempts = 1,
): void {
  ctx.log.error("event failed", { event_id: id, type, subscriber, attempts, ...describeError(error) });
}

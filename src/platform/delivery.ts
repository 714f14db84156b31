import { AlreadyProcessed } from "./commit.ts";
import { type Ctx, deriveCtx } from "./ctx.ts";
import type { EventEnvelope, Subscriber } from "./events.ts";

/** What became of each event that failed: the first error of any of its subscribers. */
export type Failures = Map<EventEnvelope, unknown>;

/**
 * Hands events to every subscriber of their types. All get their turn, even when one fails. A subscriber that merges gets
 * the events of its type as one; if that fails, one by one, so that a single bad event does not hold up the others.
 */
export async function deliverAll(
  ctx: Ctx,
  subscribers: readonly Subscriber[],
  envelopes: readonly EventEnvelope[],
): Promise<Failures> {
  const failures: Failures = new Map();
  for (const subscriber of subscribers) {
    const own = envelopes.filter((envelope) => envelope.type === subscriber.eventType);
    if (await deliverMerged(ctx, subscriber, own)) continue;
    for (const envelope of own) {
      try {
        await deliverTo(ctx, subscriber, envelope);
      } catch (error) {
        if (!failures.has(envelope)) failures.set(envelope, error);
      }
    }
  }
  return failures;
}

async function deliverMerged(
  ctx: Ctx,
  subscriber: Subscriber,
  envelopes: readonly EventEnvelope[],
): Promise<boolean> {
  const [first, second] = envelopes;
  if (!subscriber.merge || !first || !second) return false;
  try {
    const payload = subscriber.merge(envelopes.map((envelope) => envelope.payload));
    await deliverTo(ctx, subscriber, { ...first, payload });
    return true;
  } catch {
    return false;
  }
}

async function deliverTo(ctx: Ctx, subscriber: Subscriber, envelope: EventEnvelope): Promise<void> {
  const scoped = deriveCtx(ctx, {
    actor: { kind: "system", job: subscriber.name },
    delivery: { subscriber: subscriber.name, eventId: envelope.id },
  });
  try {
    await subscriber.handle(scoped, envelope);
  } catch (error) {
    if (!(error instanceof AlreadyProcessed)) throw error;
  }
}

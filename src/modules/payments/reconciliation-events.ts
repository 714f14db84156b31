import type Stripe from "stripe";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { isOutage } from "./stripe-errors.ts";
import { storeEvent, TELLING } from "./receive-stripe-event.ts";
import type { ReconciliationPosition, ReconciliationRun } from "./reconciliation.repo.ts";
import { knownEventIds } from "./stripe-events.repo.ts";
import { stripeOf } from "./stripe-client.ts";
import { isMissing } from "./stripe-errors.ts";

const PAGES_A_RUN = 10;
const PAGE = 100;
/** Stripe's lists are not strictly in order, and its clock is not ours. */
const OVERLAP_SECONDS = 5 * 60;
/** Stripe keeps events for so long. */
const KEPT_SECONDS = 30 * 24 * 60 * 60;

export interface EventsWalk {
  /** All events until then have been taken in. */
  watermark: string;
  /** Where to go on; undefined when the walk has reached its end. */
  position: ReconciliationPosition["events"];
  examined: number;
  /** How many of them no webhook had brought. */
  missed: number;
  /** Stripe did not answer any more: what was reached until then counts. */
  outage?: unknown;
}

/**
 * Takes in the events that no webhook brought, from the watermark of the last run on. So many pages a run: what is left is walked on by
 * the next. What was taken in is looked at by the queue, as a webhook's event is.
 */
export async function takeInMissedEvents(ctx: Ctx, last: ReconciliationRun | undefined): Promise<EventsWalk> {
  const now = Math.floor(ctx.now().getTime() / 1000);
  const span = last?.position.events ?? spanSince(last?.watermark, now);
  const walk: EventsWalk = {
    watermark: last?.watermark ?? timeOf(span.from),
    position: span,
    examined: 0,
    missed: 0,
  };
  try {
    for (let page = 0; page < PAGES_A_RUN && walk.position; page++) {
      const { data, has_more } = await listEvents(ctx, walk.position);
      walk.missed += await storeUnknown(ctx, data);
      walk.examined += data.length;
      const oldest = data.at(-1);
      walk.position = has_more && oldest ? { ...walk.position, after: oldest.id } : undefined;
    }
  } catch (error) {
    if (!isOutage(error)) throw error;
    return { ...walk, outage: error };
  }
  return walk.position ? walk : { ...walk, watermark: timeOf(span.to) };
}

function spanSince(watermark: string | undefined, now: number) {
  const reached = watermark === undefined ? 0 : Math.floor(Date.parse(watermark) / 1000);
  return { from: Math.max(now - KEPT_SECONDS, Math.min(reached, now) - OVERLAP_SECONDS), to: now };
}

async function listEvents(
  ctx: Ctx,
  span: NonNullable<ReconciliationPosition["events"]>,
): Promise<Stripe.ApiList<Stripe.Event>> {
  const { from, to, after } = span;
  const list = (startingAfter: string | undefined) =>
    stripeOf(ctx).events.list({
      created: { gte: from, lte: to },
      types: TELLING,
      limit: PAGE,
      ...(startingAfter === undefined ? {} : { starting_after: startingAfter }),
    });
  try {
    return await list(after);
  } catch (error) {
    // The event to go on from is not kept any more: the walk starts again, which finds what it knows.
    if (!isMissing(error, "starting_after")) throw error;
    return list(undefined);
  }
}

async function storeUnknown(ctx: Ctx, events: readonly Stripe.Event[]): Promise<number> {
  const known = await knownEventIds(
    ctx,
    events.map((event) => event.id),
  );
  let missed = 0;
  for (const event of events.filter(({ id }) => !known.has(id)).reverse()) {
    if (await storeEvent(ctx, event, JSON.stringify(event))) missed += 1;
  }
  return missed;
}

function timeOf(seconds: number): string {
  return isoTime(new Date(seconds * 1000));
}

import { testCard } from "./cards.ts";
import type { Settings } from "./env.ts";

/** What an event stems from: a payment or a setup with the test card last used for it, or an object without one. */
export interface Origin {
  intent: { id: string };
  card: string | null;
}

/** The origin of events that no test card has a say in. */
export function plainOrigin(object: { id: string }): Origin {
  return { intent: object, card: null };
}

/** One planned delivery of one event. */
export interface Delivery {
  eventId: string;
  paymentIntent: string;
  isReversed: boolean;
  /** Attempts started so far. */
  attempt: number;
  /** When the next attempt may start, in ms; null when none will be made. */
  dueAt: number | null;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const BACKOFF = [2 * SECOND, 10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR];

/** When the attempt after number `attempt` may start, or null after the last one. */
export function retryAt(attempt: number, nowMs: number): number | null {
  const wait = BACKOFF[attempt - 1];
  return wait === undefined ? null : nowMs + wait;
}

/** How an event is to be delivered: as the test card of its origin says. */
export function planDeliveries(
  eventId: string,
  origin: Origin,
  nowMs: number,
  settings: Settings,
): Delivery[] {
  const fault = origin.card === null ? null : (testCard(origin.card)?.fault ?? null);
  const plan: Delivery = {
    eventId,
    paymentIntent: origin.intent.id,
    isReversed: fault === "webhook_reversed",
    attempt: 0,
    dueAt: nowMs,
  };
  if (fault === "webhook_never") return [{ ...plan, dueAt: null }];
  if (fault === "webhook_late") return [{ ...plan, dueAt: nowMs + settings.webhookLateMs }];
  // A pushed delivery is stored as already begun: it comes up again only when this first attempt fails.
  const first = settings.pushes ? { ...plan, attempt: 1, dueAt: retryAt(1, nowMs) } : plan;
  return fault === "webhook_twice" ? [first, first] : [first];
}

/** Deliveries in the order in which they are sent: as given, but each reversed payment's events back to front. */
export function deliveryOrder<T extends { payment_intent: string; is_reversed: number }>(
  deliveries: T[],
): T[] {
  const backwards = Map.groupBy(
    deliveries.filter((delivery) => delivery.is_reversed === 1),
    (delivery) => delivery.payment_intent,
  );
  return deliveries.map((delivery) =>
    delivery.is_reversed === 1 ? (backwards.get(delivery.payment_intent)?.pop() ?? delivery) : delivery,
  );
}

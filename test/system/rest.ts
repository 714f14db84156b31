import { sleep } from "../../scripts/lib/terminal.ts";
import { passTime } from "./clock.ts";
import type { World } from "./world.ts";

/** What is still under way, by kind. */
const UNDER_WAY = `
  SELECT (SELECT COUNT(*) FROM orders WHERE status IN ('pending_payment', 'payment_failed')) AS orders,
    (SELECT COUNT(*) FROM outbox WHERE delivered_at IS NULL) + (SELECT COUNT(*) FROM event_retries) AS events,
    (SELECT COUNT(*) FROM stripe_events WHERE processed_at IS NULL) AS stripe_events`;

type UnderWay = Record<"orders" | "events" | "stripe_events", number>;

const TIMEOUT_MS = 240_000;
/** What has not moved for so long waits for a sweeper. */
const STILL_MS = 3_000;
/** Longer than the sweepers wait before they look at an order or send an event again. */
const LATER_SECONDS = 15 * 60;

/** Waits until the queue has nothing more to deliver. What it lost stays undelivered. */
export async function drainQueue(world: World): Promise<void> {
  await settleDown(world, ({ events }) => events);
}

/**
 * Waits until nothing is under way any more: no order waits for its payment, every event was delivered or buried. What does
 * not move by itself (an event that the queue lost, a lease of a run that died) gets the time that the sweepers wait for.
 * @throws Error that says what is stuck
 */
export async function comeToRest(world: World): Promise<void> {
  const until = Date.now() + TIMEOUT_MS;
  for (;;) {
    const left = await settleDown(
      world,
      ({ orders, events, stripe_events }) => orders + events + stripe_events,
    );
    if (left.orders + left.events + left.stripe_events === 0) return;
    if (Date.now() > until) throw new Error(`the shop does not come to rest: ${JSON.stringify(left)}`);
    await passTime(world, LATER_SECONDS, { outbox: true });
  }
}

/** Sweeps until `count` is zero, or has not become less for a while. */
async function settleDown(world: World, count: (left: UnderWay) => number): Promise<UnderWay> {
  let least = Infinity;
  let since = Date.now();
  for (;;) {
    await world.sweep();
    const left = await underWay(world);
    const number = count(left);
    if (number < least) since = Date.now();
    least = Math.min(least, number);
    if (number === 0 || Date.now() - since > STILL_MS) return left;
    await sleep(200);
  }
}

async function underWay(world: World): Promise<UnderWay> {
  const row = await (await world.db()).prepare(UNDER_WAY).first<UnderWay>();
  if (!row) throw new Error("the database answered nothing");
  return row;
}

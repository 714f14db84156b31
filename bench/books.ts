import { eventsDelivered } from "../scripts/runtime/databases.ts";
import type { Database, Runtime } from "../scripts/runtime/runtime.ts";
import { SECRETS } from "../scripts/runtime/workers.ts";
import { breaches } from "../test/support/invariants.ts";

const SHOWN = 10;
/** A long queue of events may wait when the load ends. */
export const DRAIN_MS = 300_000;

/**
 * Waits until every event is processed, then holds the shop's books against the invariants and against Stripe's books.
 * Returns what is wrong, in words.
 */
export async function brokenBooks(db: Database, stripe: Runtime): Promise<string[]> {
  await eventsDelivered(db, DRAIN_MS);
  const found = await breaches(async <Row>(sql: string) => (await db.prepare(sql).all<Row>()).results, {
    atRest: true,
    stripe: (path) =>
      fetch(`${stripe.url}${path}`, { headers: { Authorization: `Bearer ${SECRETS.STRIPE_SECRET_KEY}` } }),
  });
  return found.slice(0, SHOWN);
}

import { breaches } from "../support/invariants.ts";
import { SECRETS } from "../../scripts/runtime/workers.ts";
import type { World } from "./world.ts";

/** What must not be when everything has come to rest after the last hold ended. */
const LEFT_BEHIND: Record<string, string> = {
  "an order still waits for its payment": `SELECT id, status, check_at FROM orders WHERE status NOT IN ('confirmed', 'expired')`,
  "stock is still reserved": `SELECT order_id, variant_id, quantity FROM stock_reservations WHERE state = 'open'`,
  "a payment may still change": `SELECT order_id, status FROM payments WHERE status NOT IN ('succeeded', 'canceled')
    AND intent_id IS NOT NULL`,
  "a buyer was not told that the money went back": `SELECT o.id FROM orders o JOIN payments p ON p.order_id = o.id
    WHERE o.status = 'expired' AND p.captured > 0 AND NOT EXISTS (SELECT 1 FROM notifications n
      WHERE n.order_id = o.id AND n.template = 'refunded-too-late' AND n.status = 'sent')`,
};

const SHOWN = 10;

/** What is wrong in the shop's books, and between them and Stripe's, in words; empty when nothing is. */
export async function breachesOf(world: World, { atRest }: { atRest: boolean }): Promise<string[]> {
  const db = await world.db();
  const query = async <Row>(sql: string) => (await db.prepare(sql).all<Row>()).results;
  const stripe = (path: string) =>
    fetch(`${world.stripeUrl}${path}`, { headers: { Authorization: `Bearer ${SECRETS.STRIPE_SECRET_KEY}` } });
  // While payments are under way, the shop's books may be behind Stripe's.
  const found = await breaches(query, atRest ? { atRest, stripe } : { atRest });
  for (const [breach, sql] of atRest ? Object.entries(LEFT_BEHIND) : []) {
    for (const row of await query(sql)) found.push(`${breach}: ${JSON.stringify(row)}`);
  }
  return found.slice(0, SHOWN);
}

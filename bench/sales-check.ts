import assert from "node:assert/strict";
import { count, eventsDelivered } from "../scripts/runtime/databases.ts";
import type { Shop } from "./shop.ts";

/** Queries that find what must never be. */
const BREACHES: Record<string, string> = {
  "stock is oversold or below zero":
    "SELECT COUNT(*) AS n FROM stock_levels WHERE reserved < 0 OR (backorder = 0 AND reserved > on_hand)",
  "reserved is not the sum of open reservations": `SELECT COUNT(*) AS n FROM stock_levels s WHERE reserved <>
      (SELECT COALESCE(SUM(quantity), 0) FROM stock_reservations r
       WHERE r.variant_id = s.variant_id AND r.location_id = s.location_id AND r.state = 'open')`,
  "an order is not the sum of its lines": `SELECT COUNT(*) AS n FROM orders o
      WHERE subtotal <> (SELECT SUM(quantity * unit_price) FROM order_lines l WHERE l.order_id = o.id)`,
  "an order is not paid in full": `SELECT COUNT(*) AS n FROM orders o WHERE total <>
      (SELECT SUM(t.amount) FROM payments p JOIN payment_transactions t ON t.payment_id = p.id AND t.kind = 'captured'
       WHERE p.order_id = o.id AND p.captured = p.amount)`,
  "an order is not confirmed": "SELECT COUNT(*) AS n FROM orders WHERE status <> 'confirmed'",
};

const MAILS = "SELECT COUNT(*) AS n FROM notifications WHERE status = 'sent'";
const SOLD = "SELECT COALESCE(-SUM(delta), 0) AS n FROM stock_movements WHERE kind = 'sale'";
const ON_HAND = "SELECT SUM(on_hand) AS n FROM stock_levels";
const RESERVED = "SELECT SUM(reserved) AS n FROM stock_levels";
const ORDERS = "SELECT COUNT(*) AS n FROM orders";

interface SalesCheck {
  /** Waits until all events are processed. */
  drain: () => Promise<void>;
  /**
   * Asserts that exactly `orders` orders of two units each have been written, sold from stock and confirmed by mail, and
   * that no invariant is broken. While events are held back, the units are reserved only.
   */
  check: (orders: number) => Promise<void>;
}

/** Remembers the books as they are, to check them after a round of orders. */
export async function salesCheck({ db, holdsEvents }: Shop): Promise<SalesCheck> {
  const look = async () =>
    Promise.all([ORDERS, ON_HAND, RESERVED, SOLD, MAILS].map((query) => count(db, query)));
  const before = await look();
  return {
    async drain() {
      if (!holdsEvents) await eventsDelivered(db);
    },
    async check(orders) {
      const grown = (await look()).map((value, index) => value - (before[index] ?? 0));
      const units = 2 * orders;
      const expected = holdsEvents ? [orders, 0, units, 0, 0] : [orders, -units, 0, units, orders];
      assert.deepEqual(grown, expected, "orders, on hand, reserved, sold and mails do not add up");
      for (const [breach, query] of Object.entries(BREACHES)) {
        assert.equal(await count(db, query), 0, breach);
      }
    },
  };
}

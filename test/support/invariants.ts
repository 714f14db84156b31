import {
  CHANGED,
  CREDIT,
  ledgerSum,
  orderInvariants,
} from "../../src/modules/invariants/order-invariants.repo.ts";
import { ORDER_EVENTS, ORDER_TRANSITIONS } from "../../src/modules/orders/orders.machine.ts";

// What must hold of money, orders and stock at any moment, as SQL that finds the breaches. Runs on any connection to the main
// database: inside workerd on a binding, in Node on its file.

type Row = Record<string, unknown>;
type Query = <Result extends Row = Row>(sql: string) => Promise<Result[]>;

const CLOSED = "('expired', 'cancelled')";
const OPEN = "('pending_payment', 'payment_failed')";
/** What is left of a credit `c`. */
const CREDIT_LEFT = `(c.amount - COALESCE((SELECT SUM(f.amount) FROM refunds f WHERE f.credit_order_id = c.order_id
  AND f.payment_id = c.payment_id AND f.status NOT IN ('failed', 'canceled')), 0))`;

/** The most that was given back for units of an order `o` before they were taken out of it. */
const GIVEN_BEFORE = `COALESCE((SELECT SUM(j.value ->> 'amount') FROM refunds f, json_each(f.lines) j JOIN order_lines l
    ON l.id = j.value ->> 'order_line_id' AND l.refunded_removed > 0
  WHERE f.order_id = o.id AND f.status NOT IN ('failed', 'canceled')), 0)`;

/** What the product checks itself, here of all orders. */
const OF_ORDERS = Object.fromEntries(
  Object.values(orderInvariants(ORDER_TRANSITIONS, ORDER_EVENTS)).map(({ says, breaches: of }) => [
    says,
    of("orders"),
  ]),
);

/** At any moment, also while requests and events are on their way. */
export const INVARIANTS: Readonly<Record<string, string>> = {
  ...OF_ORDERS,
  "on hand is not less than reserved, reserved not less than 0, unless back-orders are allowed": `
    SELECT variant_id, location_id, on_hand, reserved FROM stock_levels
    WHERE reserved < 0 OR (backorder = 0 AND (on_hand < 0 OR reserved > on_hand))`,
  "reserved is the sum of the open reservations": `
    SELECT l.variant_id, l.location_id, l.reserved, COALESCE(SUM(r.quantity), 0) AS held
    FROM stock_levels l LEFT JOIN stock_reservations r
      ON r.variant_id = l.variant_id AND r.location_id = l.location_id AND r.state = 'open'
    GROUP BY l.variant_id, l.location_id HAVING l.reserved <> held`,
  "on hand is the sum of the ledger": `
    SELECT l.variant_id, l.location_id, l.on_hand, COALESCE(SUM(m.delta), 0) AS moved
    FROM stock_levels l LEFT JOIN stock_movements m ON m.variant_id = l.variant_id AND m.location_id = l.location_id
    GROUP BY l.variant_id, l.location_id HAVING l.on_hand <> moved`,
  "no reservation is without its order": `
    SELECT id, order_id FROM stock_reservations r WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = r.order_id)`,
  "what was sold is in the ledger": `
    SELECT order_id, SUM(quantity) AS sold,
      (SELECT -SUM(delta) FROM stock_movements m WHERE m.order_id = r.order_id AND kind = 'sale') AS moved
    FROM stock_reservations r WHERE state = 'committed' GROUP BY order_id HAVING sold IS NOT moved`,
  "what is authorised is what was neither captured nor let go of": `
    SELECT p.id, p.authorized FROM payments p WHERE p.authorized <> MAX(0, CASE WHEN ${ledgerSum("authorized")} = 0 THEN 0
      ELSE ${ledgerSum("authorized", "voided")} - ${ledgerSum("captured")} END)`,
  "an order is held while a dispute of its payment is open or was lost, and by none that was won": `
    SELECT o.id, o.hold FROM orders o WHERE o.status NOT IN ${CLOSED} AND COALESCE(o.hold, '') <> 'authorization_lapsed'
      AND (COALESCE(o.hold, '') = 'disputed') <> EXISTS (SELECT 1 FROM disputes d
        WHERE d.order_id = o.id AND d.status NOT IN ('won', 'warning_closed', 'prevented'))`,
  "what is being refunded is the sum of the refunds that Stripe has not made": `
    SELECT p.id, p.refunding FROM payments p WHERE p.refunding <>
      COALESCE((SELECT SUM(amount) FROM refunds r WHERE r.payment_id = p.id AND r.status = 'requested'), 0)`,
  "the units of a fulfillment are set aside for it, and have left the stock once it was sent": `
    SELECT f.id, f.status, x.order_line_id, x.quantity, COALESCE(SUM(r.quantity), 0) AS assigned, GROUP_CONCAT(r.state) AS states
    FROM fulfillments f JOIN fulfillment_lines x ON x.fulfillment_id = f.id
      LEFT JOIN stock_reservations r ON r.fulfillment_id = f.id AND r.order_line_id = x.order_line_id AND r.state <> 'released'
    GROUP BY f.id, x.order_line_id
    HAVING assigned <> CASE f.status WHEN 'cancelled' THEN 0 ELSE x.quantity END
      OR (f.status IN ('shipped', 'delivered') AND SUM(r.state = 'open') > 0)`,
  "an order's status says how far its units have got": `
    SELECT o.id, o.status, SUM(l.quantity) AS units, SUM(l.shipped) AS sent, SUM(l.delivered) AS arrived
    FROM orders o JOIN order_lines l ON l.order_id = o.id GROUP BY o.id
    HAVING (o.status IN ('shipped', 'delivered', 'completed')) <> (sent > 0 AND sent = units)
      OR (o.status IN ('delivered', 'completed')) <> (arrived > 0 AND arrived = units)
      OR (o.status NOT IN ('processing', 'shipped', 'delivered', 'completed') AND SUM(l.fulfilled) > 0)`,
  "what pays for another order is there, and is not given back to its own": `
    SELECT p.id, p.captured, p.refunded, p.refunding, SUM(${CREDIT_LEFT}) AS lent
    FROM payments p JOIN order_credits c ON c.payment_id = p.id AND c.released_at IS NULL
      JOIN orders b ON b.id = c.order_id AND b.status <> 'cancelled'
    GROUP BY p.id HAVING lent > p.captured - p.refunded - p.refunding OR MIN(${CREDIT_LEFT}) < 0`,
  "what was paid for a changed order, and is still asked for, is what it costs": `
    SELECT o.id, o.total, m.paid, m.asked, m.given, m.rest FROM orders o JOIN (
      SELECT p.order_id, SUM(p.captured + p.authorized) AS paid, SUM(p.captured - p.refunded - p.refunding) AS rest,
        SUM(CASE WHEN p.status IN ('succeeded', 'canceled', 'requires_capture') THEN 0 ELSE p.amount END) AS asked,
        COALESCE((SELECT SUM(r.amount) FROM refunds r WHERE r.order_id = p.order_id AND r.credit_order_id IS NULL
          AND r.source IN ('edit', 'cancellation') AND r.status NOT IN ('failed', 'canceled')), 0) AS given
      FROM payments p GROUP BY p.order_id) m ON m.order_id = o.id
    WHERE o.status NOT IN ${CLOSED} AND ${CHANGED} AND ${CREDIT} = 0
      AND NOT EXISTS (SELECT 1 FROM order_credits c JOIN payments p ON p.id = c.payment_id WHERE p.order_id = o.id)
      AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = o.id AND (p.capture_method = 'manual' OR p.disputed > 0))
      AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = o.id AND r.status IN ('failed', 'canceled'))
      AND (m.paid - m.given + m.asked < o.total OR (m.rest > 0 AND m.paid - m.given + m.asked > o.total + ${GIVEN_BEFORE}))`,
  "a filling of a cart is ordered once": `
    SELECT cart_id, cart_generation FROM orders GROUP BY cart_id, cart_generation HAVING COUNT(*) > 1`,
};

/** When no request runs, all events are through and the sweepers have been there. */
export const INVARIANTS_AT_REST: Readonly<Record<string, string>> = {
  "every event is delivered": `SELECT id, type FROM outbox WHERE delivered_at IS NULL`,
  "no subscriber waits for a further try": `SELECT event_id, subscriber, last_error FROM event_retries`,
  "nothing is in the dead letters": `SELECT event_id, subscriber, error FROM dead_letters WHERE status = 'open'`,
  "every event of Stripe is processed": `SELECT id, type FROM stripe_events WHERE processed_at IS NULL`,
  "only an open order holds stock, and one that was paid while stock left at shipping": `
    SELECT o.id, o.status FROM orders o JOIN stock_reservations r ON r.order_id = o.id AND r.state = 'open'
    WHERE o.status NOT IN ${OPEN} AND r.leaves_at = 'payment'`,
  "every refund was carried out": `SELECT id, status FROM refunds WHERE status = 'requested'`,
  "a closed order has no money, unless the bank keeps it and somebody was told": `
    SELECT o.id, o.status, p.captured, p.refunded FROM orders o JOIN payments p ON p.order_id = o.id
    WHERE o.status IN ${CLOSED} AND p.captured <> p.refunded
      AND NOT EXISTS (SELECT 1 FROM disputes d WHERE d.payment_id = p.id)
      AND NOT EXISTS (SELECT 1 FROM refunds f JOIN alerts a ON a.entity_id = f.id WHERE f.payment_id = p.id AND f.status = 'failed')`,
  "a closed order has no credit": `
    SELECT o.id, o.status FROM orders o JOIN order_credits c ON c.order_id = o.id AND c.released_at IS NULL
    WHERE o.status IN ${CLOSED} AND ${CREDIT_LEFT} > 0
      AND NOT EXISTS (SELECT 1 FROM disputes d WHERE d.payment_id = c.payment_id)
      AND NOT EXISTS (SELECT 1 FROM refunds f JOIN alerts a ON a.entity_id = f.id WHERE f.credit_order_id = o.id AND f.status = 'failed')`,
  "an order that is carried out is told of once": `
    SELECT o.id, COUNT(n.id) AS mails FROM orders o
      LEFT JOIN notifications n ON n.order_id = o.id AND n.template = 'order-confirmation' AND n.status = 'sent'
    WHERE o.status = 'confirmed' AND o.email NOT LIKE '%.invalid' GROUP BY o.id HAVING mails <> 1`,
};

interface Intent {
  id: string;
  status: string;
  amount: number;
  amount_received: number;
  metadata: { order_id?: string };
}

interface StripeRefund {
  payment_intent: string;
  amount: number;
  status: string;
  balance_transaction: string | null;
}

/** Everything that Stripe lists under a path, page by page. */
async function listAll<Item extends { id: string }>(
  list: (path: string) => Promise<Response>,
  path: string,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let after = ""; ; after = `&starting_after=${items.at(-1)?.id}`) {
    const page = await (await list(`${path}?limit=100${after}`)).json<{ data: Item[]; has_more: boolean }>();
    items.push(...page.data);
    if (!page.has_more || page.data.length === 0) return items;
  }
}

/** Where the books and Stripe's disagree: money, order by order, and payments that could still be made for closed orders. */
async function moneyBreaches(query: Query, stripe: (path: string) => Promise<Response>): Promise<string[]> {
  const intents = await listAll<Intent>(stripe, "/v1/payment_intents");
  const refunds = await listAll<StripeRefund & { id: string }>(stripe, "/v1/refunds");
  const back = new Map<string, number>();
  for (const { payment_intent, amount, status, balance_transaction } of refunds) {
    // What was authorised and not captured is released by a refund, too; that is no money.
    const isRelease = status === "succeeded" && balance_transaction === null;
    if (status !== "failed" && status !== "canceled" && !isRelease) {
      back.set(payment_intent, (back.get(payment_intent) ?? 0) + amount);
    }
  }
  const orders = await query<{
    id: string;
    status: string;
    total: number;
    payments: number;
    changed: number;
    captured: number;
    refunded: number;
  }>(
    `SELECT o.id, o.status, o.total - ${CREDIT} AS total, COUNT(p.id) AS payments, ${CHANGED} AS changed,
       COALESCE(SUM(p.captured), 0) AS captured, COALESCE(SUM(p.refunded), 0) AS refunded
     FROM orders o LEFT JOIN payments p ON p.order_id = o.id GROUP BY o.id`,
  );
  const known = new Set(orders.map((order) => order.id));
  const strangers = intents
    .filter((intent) => !known.has(intent.metadata.order_id ?? "") && intent.amount_received > 0)
    .filter((intent) => (back.get(intent.id) ?? 0) < intent.amount_received)
    .map((intent) => `${intent.id}: ${intent.amount_received} were taken without an order`);
  const wrong = orders.flatMap((order) => {
    const own = intents.filter((intent) => intent.metadata.order_id === order.id);
    const taken = own.reduce((sum, intent) => sum + intent.amount_received, 0);
    // What was only authorised is released by a refund, too; that is no money.
    const captured = own.filter((intent) => intent.amount_received > 0);
    const given = captured.reduce((sum, intent) => sum + (back.get(intent.id) ?? 0), 0);
    const alive = own.filter((intent) => intent.status !== "canceled");
    const payable = alive.filter((intent) => intent.status !== "succeeded");
    const isOpen = order.status === "pending_payment" || order.status === "payment_failed";
    return [
      taken !== order.captured || given !== order.refunded
        ? `${order.id} (${order.status}): Stripe took ${taken} and gave ${given}, the books say ${order.captured} and ${order.refunded}`
        : "",
      alive.length > Math.max(1, order.payments)
        ? `${order.id}: ${alive.length} intents that are not cancelled`
        : "",
      !isOpen && !order.changed && payable.some((intent) => intent.status !== "requires_capture")
        ? `${order.id} (${order.status}): can still be paid`
        : "",
      !order.changed && own.some((intent) => intent.amount !== order.total)
        ? `${order.id}: Stripe was asked for another amount`
        : "",
    ];
  });
  return [...strangers, ...wrong.filter((text) => text !== "")];
}

/** Every breach of an invariant, in words; none when all hold. With `stripe`, a GET to the emulator, money is compared too. */
export async function breaches(
  query: Query,
  options: {
    atRest: boolean;
    stripe?: (path: string) => Promise<Response>;
  },
): Promise<string[]> {
  const found: string[] = [];
  const all = { ...INVARIANTS, ...(options.atRest ? INVARIANTS_AT_REST : {}) };
  for (const [name, sql] of Object.entries(all)) {
    for (const row of await query(sql)) found.push(`${name}: ${JSON.stringify(row)}`);
  }
  return options.stripe ? [...found, ...(await moneyBreaches(query, options.stripe))] : found;
}

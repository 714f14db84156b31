import { afterAll, describe, expect, inject, it } from "vitest";
import { eventually, rows } from "../support/api.ts";
import { cronAfter } from "../support/doors.ts";
import { breaches } from "../support/invariants.ts";
import { OrderHistory } from "../support/order-history.ts";
import { randomOf } from "../support/random.ts";
import { deliverWebhooks, makeVariant, stripe, type TestVariant } from "../support/shop.ts";

// Random histories of orders, with faults of the network, webhooks that come late or never, banks that refuse refunds and take money
// back: at the end every invariant holds, and the ledger of every payment is what Stripe's balance says, to the cent.

const { count: HISTORIES, seed: SEED } = inject("histories");
const AT_ONCE = 10;
const A_ROUND = 50;
const STEPS = 8;

interface Booked {
  intent_id: string;
  order_id: string;
  net: number;
}

/** What the ledger says that each payment has brought, fees taken off. */
function ledger(): Promise<Booked[]> {
  return rows<Booked>(`
    SELECT p.intent_id, p.order_id, COALESCE(SUM(CASE t.kind WHEN 'captured' THEN amount_ WHEN 'refund_failed' THEN amount_
      WHEN 'dispute_reinstated' THEN amount_ WHEN 'fee_returned' THEN amount_ WHEN 'refunded' THEN -amount_
      WHEN 'disputed' THEN -amount_ WHEN 'fee' THEN -amount_ END), 0) AS net
    FROM payments p LEFT JOIN (SELECT payment_id, kind, amount AS amount_ FROM payment_transactions) t ON t.payment_id = p.id
    WHERE p.intent_id IS NOT NULL GROUP BY p.id`);
}

async function stripeNet(intentId: string): Promise<number> {
  const answer = await stripe("GET", `/_emulator/balance?payment_intent=${intentId}`);
  return (await answer.json<{ net: number }>()).net;
}

/** Everything that is on its way arrives, and the sweepers have been there, also for what nobody told us about. */
async function atRest(): Promise<void> {
  await deliverWebhooks(true);
  await allDelivered();
  for (const minutes of [1, 16, 45, 90]) {
    await cronAfter(minutes);
    await allDelivered();
  }
}

async function allDelivered(): Promise<void> {
  await eventually(async () => (await undelivered()).length === 0, 60_000).catch(async () => {
    expect(await undelivered()).toEqual([]);
  });
}

function undelivered() {
  return rows("SELECT id, type, payload FROM outbox WHERE delivered_at IS NULL");
}

describe(`${HISTORIES} histories of orders (seed ${SEED})`, () => {
  const compared = new Set<string>();

  // Otherwise they would prove nothing.
  afterAll(async () => {
    const kinds = await rows<{ kind: string }>("SELECT DISTINCT kind FROM payment_transactions");
    const happened = ["captured", "refunded", "disputed", "fee"];
    expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(happened));
    const actions = await rows<{ action: string }>("SELECT DISTINCT action FROM order_transitions");
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["edited", "units_cancelled", "cancel", "fulfillment_shipped"]),
    );
  });

  it.each(Array.from({ length: Math.ceil(HISTORIES / A_ROUND) }, (_, round) => round))(
    "round %i: the books are sound and equal Stripe's",
    async (round) => {
      const variants: TestVariant[] = [];
      for (const price of ["19.99", "5.00", "0.37", "120.00"])
        variants.push(await makeVariant({ stock: 400, price }));
      for (let start = 0; start < A_ROUND; start += AT_ONCE) {
        const histories = Array.from({ length: AT_ONCE }, (_, index) =>
          new OrderHistory(randomOf(SEED + round * A_ROUND + start + index)).run(variants, STEPS),
        );
        expect((await Promise.all(histories)).flat()).toEqual([]);
      }
      await atRest();
      expect(await breaches(rows, { atRest: true, stripe: (path) => stripe("GET", path) })).toEqual([]);
      const wrong: string[] = [];
      for (const { intent_id, order_id, net } of (await ledger()).filter(
        (each) => !compared.has(each.intent_id),
      )) {
        compared.add(intent_id);
        const actual = await stripeNet(intent_id);
        if (actual !== net) wrong.push(`${order_id} ${intent_id}: Stripe has ${actual}, the ledger ${net}`);
      }
      expect(wrong).toEqual([]);
    },
    // 15 s on a quiet machine, 50 s on one that does two other things.
    300_000,
  );
});

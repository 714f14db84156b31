import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { reconcileJob } from "../../src/modules/checkout/reconcile-payments.ts";
import { createCtx, setClock } from "../../src/platform/ctx.ts";
import { runJob } from "../../src/platform/jobs.ts";
import { eventsDelivered, rows, value } from "./api.ts";
import { breaches } from "./invariants.ts";
import { makeVariant, placeOrder, readyCart, stripe, takeWebhooks } from "./shop.ts";

export interface PaidOrder {
  id: string;
  payment: string;
  intent: string;
  charge: string;
  token: string;
}

/** A context of the job, with these bindings. Waits for nothing that follows its commits. */
export function jobCtx(bindings: Env = env) {
  return createCtx(bindings, { kind: "system", job: reconcileJob.name }, { waitUntil: () => undefined });
}

/**
 * Runs the job as if it were so many minutes later; the run before it was long ago. Returns what it says it did, or why it failed. Waits for
 * all events unless told otherwise.
 */
export async function reconcile(minutes: number, bindings: Env = env, waits = true): Promise<string> {
  await env.DB.prepare("UPDATE reconciliation_runs SET started_at = '2000' || substr(started_at, 5)").run();
  setClock(() => new Date(Date.now() + minutes * 60_000));
  try {
    expect(await runJob(jobCtx(bindings), reconcileJob)).toBe(true);
  } finally {
    setClock(undefined);
  }
  if (waits) await eventsDelivered();
  return value<string>(
    "SELECT COALESCE(last_error, last_result) FROM jobs WHERE name = ?",
    reconcileJob.name,
  );
}

/** An order that a guest has paid at once, or authorised where that is the setting. */
export async function paidOrder(paymentMethod = "pm_card_visa"): Promise<PaidOrder> {
  const cart = await readyCart([{ variant: await makeVariant({ stock: 5 }), quantity: 2 }]);
  const placed = await placeOrder(cart, { payment_method: paymentMethod });
  expect(placed.status, JSON.stringify(placed.body)).toBe(201);
  return orderRef(placed.body.id, placed.body.access_token);
}

/** What has to be known of an order to look it up at Stripe. */
export async function orderRef(id: string, token: string): Promise<PaidOrder> {
  const [row] = await rows<{ payment: string; intent: string; charge: string }>(
    "SELECT id AS payment, intent_id AS intent, COALESCE(charge_id, '') AS charge FROM payments WHERE order_id = ?",
    id,
  );
  if (!row) throw new Error("the order has no payment");
  return { id, token, ...row };
}

/** Webhooks that nobody will ever bring. */
export async function loseWebhooks(): Promise<void> {
  await takeWebhooks(true);
}

/** As if Stripe's events had been taken in, and nothing had come of them: what is left to find them by is the payments themselves. */
export async function forgetEvents(): Promise<void> {
  for (const { id, type } of await allEvents()) {
    await env.DB.prepare(
      `INSERT INTO stripe_events (id, type, object_id, payload, created_at, received_at, processed_at)
       VALUES (?, ?, NULL, '{}', '2026-01-01', '2026-01-01', '2026-01-01') ON CONFLICT DO NOTHING`,
    )
      .bind(id, type)
      .run();
  }
}

/** Every event that Stripe lists. */
export async function allEvents(): Promise<{ id: string; type: string }[]> {
  const events: { id: string; type: string }[] = [];
  for (let after = ""; ; after = `&starting_after=${events.at(-1)?.id}`) {
    const response = await stripe("GET", `/v1/events?limit=100${after}`);
    const page = await response.json<{ data: { id: string; type: string }[]; has_more: boolean }>();
    events.push(...page.data);
    if (!page.has_more) return events;
  }
}

/** The books of a payment say what Stripe's balance says, to the cent; and nothing at all is wrong. */
export async function expectSound(order: PaidOrder): Promise<void> {
  const [ledger] = await rows(
    `SELECT COALESCE(SUM(CASE WHEN kind IN ('captured', 'refund_failed', 'dispute_reinstated') THEN amount
         WHEN kind IN ('refunded', 'disputed') THEN -amount END), 0) AS amount,
       COALESCE(SUM(CASE kind WHEN 'fee' THEN amount WHEN 'fee_returned' THEN -amount END), 0) AS fee
     FROM payment_transactions WHERE payment_id = ?`,
    order.payment,
  );
  const balance = await (await stripe("GET", `/_emulator/balance?payment_intent=${order.intent}`)).json();
  expect(balance).toMatchObject(ledger ?? {});
  expect(await breaches((sql) => rows(sql), { atRest: true, stripe: (path) => stripe("GET", path) })).toEqual(
    [],
  );
}

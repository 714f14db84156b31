import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { analyticsJobs } from "../../src/modules/analytics/index.ts";
import { createCtx, setClock } from "../../src/platform/ctx.ts";
import { asStaff, eventually, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { atBatch } from "../support/failing-env.ts";
import { OrderHistory } from "../support/order-history.ts";
import { buy, MANUAL, onPayment, shopWith } from "../support/payments.ts";
import { act, deliveredOrder, madeReturn } from "../support/returns.ts";
import { type Random, randomOf } from "../support/random.ts";
import { recountSales, rolledUp } from "../support/sales-recount.ts";
import { deliverWebhooks, makeVariant, type TestVariant, unique } from "../support/shop.ts";

// Random histories of orders whose rows are then spread over days on which clocks change: for every time zone the roll-ups equal a recount
// that was written apart from them.

const { count, seed: SEED } = inject("histories");
// Of 100, the number of every test run, so few are enough: what has to be there is bought beforehand.
const HISTORIES = Math.ceil(count / 25);
const ZONES = ["Europe/Berlin", "Pacific/Chatham", "Africa/Casablanca"];
const FIRST = Date.parse("2026-03-19T12:00:00Z");
const LAST = "2026-04-12T12:00:00.000Z";

function run(job: "analytics.refresh" | "analytics.recount", bindings: Env) {
  const found = analyticsJobs.find(({ name }) => name === job);
  if (!found) throw new Error(`no job ${job}`);
  const execution = createExecutionContext();
  return found.run(
    createCtx(bindings, { kind: "system", job }, { waitUntil: (work) => execution.waitUntil(work) }),
  );
}

/** Compares. */
async function expectCounted(zone: string) {
  const counted = await rolledUp(zone);
  expect(counted).toEqual(await recountSales(zone));
  return counted;
}

async function isQuiet(): Promise<boolean> {
  const open = "SELECT COUNT(*) FROM outbox WHERE delivered_at IS NULL";
  return (await value(`SELECT (${open}) + (SELECT COUNT(*) FROM event_retries)`)) === 0;
}

/** Gives all rows other times: each order begins near the end of a day somewhere, and what happens to it happens minutes to days apart. */
async function spread(random: Random): Promise<void> {
  const statements = ["payment_transactions_stay"].map((name) => env.DB.prepare(`DROP TRIGGER ${name}`));
  for (const { id } of await rows<{ id: string }>("SELECT id FROM orders ORDER BY created_at, id")) {
    const happened = await rows<{ what: string; key: string; at: string }>(
      `SELECT 'step' AS what, CAST(seq AS TEXT) AS key, at, 0 AS later FROM order_transitions WHERE order_id = ?1
       UNION ALL SELECT 'entry', t.id, t.created_at, 1 FROM payment_transactions t JOIN payments p ON p.id = t.payment_id
         WHERE p.order_id = ?1 ORDER BY at, later, key`,
      id,
    );
    const midnight = FIRST + random.int(0, 17) * 86_400_000 + random.int(-14 * 4, 12 * 4) * 900_000;
    let time = midnight + random.int(-20, 20) * 60_000;
    for (const { what, key } of happened) {
      const at = new Date(time).toISOString();
      statements.push(
        what === "step"
          ? env.DB.prepare("UPDATE order_transitions SET at = ? WHERE order_id = ? AND seq = ?").bind(
              at,
              id,
              Number(key),
            )
          : env.DB.prepare(
              "UPDATE payment_transactions SET occurred_at = ?1, created_at = ?1 WHERE id = ?2",
            ).bind(at, key),
      );
      time += random.chance(0.5) ? random.int(0, 60_000) : random.int(0, 30 * 3_600_000);
    }
    // An exchange is in the currency of what it was made for.
    const credits = await value(
      "SELECT COUNT(*) FROM order_credits c JOIN payments p ON p.id = c.payment_id WHERE ? IN (c.order_id, p.order_id)",
      id,
    );
    const currency = credits === 0 && random.chance(0.3) ? "EUR" : "USD";
    statements.push(
      env.DB.prepare("UPDATE orders SET currency = ? WHERE id = ?").bind(currency, id),
      env.DB.prepare(
        "UPDATE payment_transactions SET currency = ? WHERE payment_id IN (SELECT id FROM payments WHERE order_id = ?)",
      ).bind(currency, id),
      env.DB.prepare(
        "UPDATE orders SET created_at = (SELECT MIN(at) FROM order_transitions WHERE order_id = ?1) WHERE id = ?1",
      ).bind(id),
    );
  }
  await env.DB.batch(statements);
}

beforeAll(async () => {
  const random = randomOf(SEED);
  const variants: TestVariant[] = [];
  for (const price of ["19.99", "5.00", "0.37"]) variants.push(await makeVariant({ stock: 900, price }));
  const [authorized, less, cancelled, changed, failing, sent] = await Promise.all([
    buy("pm_card_visa", { settings: MANUAL }),
    buy("pm_card_visa", { settings: MANUAL }),
    buy("pm_card_createDispute"),
    buy("pm_card_visa", { quantity: 4 }),
    buy("pm_card_refundFail"),
    deliveredOrder([{ quantity: 2, price: "30.00" }]),
  ]);
  await onPayment(authorized.payment, "void");
  await onPayment(less.payment, "captures", { amount: 1_000 });
  await onPayment(failing.payment, "refunds", { amount: 300 });
  const [line] = changed.order.line_items;
  for (const [{ order }, action, body] of [
    [cancelled, "cancel", {}],
    [changed, "edits", { line_items: [{ id: line?.id, quantity: 3 }] }],
    [changed, "cancel", { line_items: [{ id: line?.id, quantity: 1 }] }],
  ] as const) {
    const headers = { ...(await asStaff()), "Idempotency-Key": unique("key") };
    const path = `/api/v1/orders/${order.id}/${action}`;
    expect((await callWith(env, "POST", path, { headers, body })).status).toBe(200);
  }
  const { id } = await madeReturn(sent, [{ id: sent.lines[0] ?? "", quantity: 1 }]);
  const [other] = variants;
  const exchanged = await act(id, "exchange", { line_items: [{ variant_id: other?.id, quantity: 1 }] });
  expect(exchanged.status).toBe(201);
  const histories = Array.from({ length: HISTORIES }, (_, index) =>
    new OrderHistory(randomOf(SEED + index)).run(variants, 8),
  );
  expect((await Promise.all(histories)).flat()).toEqual([]);
  await deliverWebhooks(true);
  // What came after the orders were given other currencies would still be in Stripe's.
  await eventually(isQuiet, 60_000);
  await spread(random);
}, 90_000);

afterEach(() => setClock(undefined));

describe(`${HISTORIES} histories over days on which clocks change (seed ${SEED})`, () => {
  it.each(ZONES)("%s: the roll-ups equal a recount", async (zone) => {
    setClock(() => new Date(LAST));
    const bindings = shopWith({ SHOP_TIME_ZONE: zone });
    expect(await run("analytics.refresh", bindings)).toMatch(/^\d+ days counted for the first time$/);
    const counted = await expectCounted(zone);
    expect(Object.keys(counted.sales).length).toBeGreaterThan(10);
    // Once more changes nothing.
    await run("analytics.refresh", bindings);
    await run("analytics.recount", bindings);
    await expectCounted(zone);
    // Only one time zone's are kept.
    for (let more = 0; more < 3; more++) await run("analytics.refresh", bindings);
    expect(await rows("SELECT zone, next_day FROM analytics_rollups")).toEqual([{ zone, next_day: null }]);
    expect(await value("SELECT COUNT(DISTINCT rollup_id) FROM daily_sales")).toBe(1);
  });

  it("nothing happened that it does not see", async () => {
    const kinds = await rows<{ kind: string }>("SELECT DISTINCT kind FROM payment_transactions");
    const happened = ["captured", "voided", "refunded", "refund_failed", "disputed"];
    expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(happened));
    const steps = await rows<{ action: string }>("SELECT DISTINCT action FROM order_transitions");
    expect(steps.map(({ action }) => action)).toEqual(expect.arrayContaining(["edited", "units_cancelled"]));
    const [sums] = await rows<Record<string, number>>(
      "SELECT SUM(exchanged) AS exchanged, SUM(released) AS released, SUM(refunds) AS refunds, SUM(cancelled) AS cancelled FROM daily_sales",
    );
    for (const sum of Object.values(sums ?? {})) expect(sum).toBeGreaterThan(0);
  });

  it("what remains of all sales is what the ledger has, and each order's total was that of its placing", async () => {
    await expectCounted(ZONES.at(-1) ?? "");
    const kept = await rows(`SELECT currency, SUM(total + differences - exchanged - released - refunds) AS net
      FROM daily_sales GROUP BY currency ORDER BY currency`);
    const ledger = await rows(`SELECT o.currency, SUM(p.captured - p.refunded + p.authorized) AS net
      FROM payments p JOIN orders o ON o.id = p.order_id GROUP BY o.currency ORDER BY o.currency`);
    expect(kept).toEqual(ledger);
    const placed =
      await value(`SELECT SUM(a.after ->> '$.total') FROM audit_log a WHERE a.action = 'order.place'
      AND EXISTS (SELECT 1 FROM order_transitions s WHERE s.order_id = a.entity_id AND s.action IN ('settle', 'settle_late'))`);
    expect(await value("SELECT SUM(total) FROM daily_sales")).toBe(placed);
  });

  it("a count that dies on the way is gone on with", async () => {
    setClock(() => new Date(LAST));
    const zone = "America/New_York";
    const dies = () => Promise.reject(new Error("the Worker died"));
    for (const batch of [1, 3, 8, 13]) {
      const bindings = Object.assign(atBatch(batch, dies), { SHOP_TIME_ZONE: zone });
      await expect(run("analytics.refresh", bindings)).rejects.toThrow("died");
    }
    await run("analytics.refresh", shopWith({ SHOP_TIME_ZONE: zone }));
    await expectCounted(zone);
  });

  it("what is written later is counted on its day, in whatever order and however often it is looked at", async () => {
    const zone = "America/New_York";
    const bindings = shopWith({ SHOP_TIME_ZONE: zone });
    const settled = await rows<{ id: string; at: string }>(
      `SELECT p.id, p.created_at AS at FROM payments p JOIN orders o ON o.id = p.order_id
       WHERE p.captured - p.refunded - p.refunding - p.disputed > 10 AND o.source = 'cart' LIMIT 3`,
    );
    expect(settled.length).toBeGreaterThan(0);
    for (const { id } of settled) await onPayment(id, "refunds", { amount: 7 });
    await eventually(isQuiet, 60_000);
    const dies = () => Promise.reject(new Error("the Worker died"));
    const dying = Object.assign(atBatch(2, dies), { SHOP_TIME_ZONE: zone });
    await run("analytics.refresh", dying).catch(() => undefined);
    await Promise.all([run("analytics.refresh", bindings), run("analytics.refresh", bindings)]);
    await expectCounted(zone);
    const headers = await asStaff();
    const answer = await callWith<{ totals: { refunds: { amount: number } } }>(
      bindings,
      "GET",
      "/api/v1/analytics/refunds",
      { headers },
    );
    expect(answer.body.totals.refunds.amount).toBeGreaterThanOrEqual(7);
  });
});

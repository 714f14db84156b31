import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { checkInvariants } from "../../src/modules/invariants/check-invariants.ts";
import { orderInvariants } from "../../src/modules/invariants/order-invariants.repo.ts";
import { ORDER_EVENTS, ORDER_TRANSITIONS } from "../../src/modules/orders/orders.machine.ts";
import { createCtx } from "../../src/platform/ctx.ts";
import { api, asStaff, eventsDelivered, rows } from "../support/api.ts";
import { countingEnv } from "../support/counting-env.ts";
import { makeVariant, placeOrder, readyCart, type TestVariant } from "../support/shop.ts";

interface Report {
  orders: number;
  breaches: number;
  findings: { code: string; entity: string; entity_id: string; details: Record<string, unknown> }[];
}

const DAY = 24 * 60 * 60_000;

async function checkNow(): Promise<Report> {
  const answer = await api<Report>("POST", "/api/v1/ops/invariants", {
    headers: await asStaff(["system:admin"]),
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

/** The nightly job so many days from now. */
function nightly(days: number, bindings: Env = env) {
  const now = () => new Date(Date.now() + days * DAY);
  return checkInvariants(
    createCtx(bindings, { kind: "system", job: "test" }, { waitUntil: () => undefined, now }),
  );
}

async function boughtOrder(variant: TestVariant, paid = true): Promise<string> {
  const body = paid ? { payment_method: "pm_card_visa" } : {};
  const placed = await placeOrder(await readyCart([{ variant, quantity: 2 }]), body);
  await eventsDelivered();
  return placed.body.id;
}

/** How each invariant of an order is broken, as a bug or a hand in the database would. */
const DAMAGE: Record<string, string> = {
  order_total: "UPDATE orders SET tax_included = tax_included + 1 WHERE id = ?1",
  amount_asked: "UPDATE payments SET amount = amount + 1 WHERE order_id = ?1",
  payment_ledger: "UPDATE payments SET fee = fee + 1 WHERE order_id = ?1",
  order_paid: "UPDATE payments SET captured = 0, refunded = 0 WHERE order_id = ?1",
  order_stock: "UPDATE stock_reservations SET quantity = quantity + 1 WHERE order_id = ?1",
  order_step: "UPDATE order_transitions SET action = 'ship' WHERE order_id = ?1 AND seq = 2",
  order_history: "UPDATE orders SET version = version + 1 WHERE id = ?1",
  line_counts: "UPDATE order_lines SET fulfilled = 1 WHERE order_id = ?1",
};

describe("the check of the invariants", () => {
  it("finds nothing in a shop that was used, and every kind of damage, with an alert for each", async () => {
    const variant = await makeVariant({ stock: 100 });
    await boughtOrder(variant);
    await boughtOrder(variant, false);
    expect(await checkNow()).toMatchObject({ breaches: 0, findings: [] });
    expect(Object.keys(DAMAGE)).toEqual(Object.keys(orderInvariants(ORDER_TRANSITIONS, ORDER_EVENTS)));
    const damaged = new Map<string, string>();
    for (const [code, sql] of Object.entries(DAMAGE)) {
      const id = await boughtOrder(variant);
      damaged.set(code, id);
      await env.DB.prepare(sql).bind(id).run();
    }
    await rows(
      "INSERT INTO outbox (id, type, payload, occurred_at) VALUES ('lost', 'test.lost', '{}', '2026-01-01T00:00:00.000Z')",
    );
    const report = await checkNow();
    const found = (code: string) =>
      report.findings.filter((each) => each.code === code).map((each) => each.entity_id);
    for (const [code, id] of damaged) expect(found(code), code).toContain(id);
    expect(found("event_delivered")).toEqual(["lost"]);
    const alerts = await rows<{ code: string; entity_id: string }>(
      "SELECT code, entity_id FROM alerts WHERE code LIKE 'invariant.%'",
    );
    expect(alerts).toHaveLength(report.breaches);
    for (const [code, id] of damaged) {
      expect(alerts).toContainEqual({ code: `invariant.${code}`, entity_id: id });
    }
    expect(JSON.stringify(report)).not.toContain("ada@example.com");
    const listed = await api<{ data: Report[] }>("GET", "/api/v1/ops/invariants?limit=1", {
      headers: await asStaff(["system:admin"]),
    });
    expect(listed.body.data).toEqual([report]);
    await checkNow();
    expect(await rows("SELECT 1 FROM alerts WHERE code LIKE 'invariant.%'")).toHaveLength(alerts.length);
  });

  it("looks at what was changed since the last one, and comes round to all others, in bounded portions", async () => {
    await rows(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
       INSERT INTO orders (id, number, status, currency, email, cart_id, cart_generation, shipping_address, subtotal, discount,
         shipping, tax, total, placed_at, created_at, updated_at)
       SELECT printf('00000000-%06d', i), 'N' || i, 'expired', 'USD', 'x@example.com', 'c' || i, 1, '{}', 0, 0, 0, 0, 0, at, at, at
       FROM n, (SELECT '2026-01-01T00:00:00.000Z' AS at)`,
    );
    const first = await nightly(1);
    const orders = async () =>
      (
        await rows<{ orders: number; all_after: string }>(
          "SELECT orders, all_after FROM invariant_checks ORDER BY started_at DESC LIMIT 1",
        )
      )[0];
    expect(first).toMatch(/orders examined/);
    expect(await orders()).toMatchObject({ all_after: "00000000-010000" });
    await rows(
      "UPDATE orders SET updated_at = ? WHERE id > '00000000-001000' AND id <= '00000000-011500'",
      new Date(Date.now() + DAY).toISOString(),
    );
    const { env: counted, counts } = countingEnv();
    expect(await nightly(2, counted)).toMatchObject({ more: true });
    expect(counts.d1).toBeLessThan(90);
    expect(await nightly(2.01)).not.toMatchObject({ more: true });
    expect((await orders())?.orders).toBeGreaterThanOrEqual(500 + 10_000);
  }, 20_000);
});

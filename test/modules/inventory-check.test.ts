import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import type { Finding } from "../../src/modules/inventory/check-findings.ts";
import { checkNightly } from "../../src/modules/inventory/inventory.jobs.ts";
import { createCtx } from "../../src/platform/ctx.ts";
import { asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { beforeBatchWith } from "../support/failing-env.ts";
import { inventory, ledgerOf, MAIN, makeLocation, put, stockNow } from "../support/inventory.ts";
import { makeVariant, placeOrder, readyCart, stockOf, type TestVariant } from "../support/shop.ts";

interface Report {
  dry_run: boolean;
  complete: boolean;
  findings: (Finding & { repairable: boolean })[];
}

/** The nightly job on a day that no other test uses. */
let day = 1;
async function nightly(): Promise<string> {
  const now = new Date(`2031-01-${String(day).padStart(2, "0")}T03:20:00.000Z`);
  const ctx = createCtx(env, { kind: "system", job: "test" }, { waitUntil: () => undefined, now: () => now });
  return checkNightly(ctx);
}

async function repair(body: object = {}): Promise<Report> {
  const answer = await inventory<Report>("POST", "/checks/repair", body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

/** Repairs everything, so that tests do not see each other's damage. */
afterEach(async () => {
  day += 1;
  await repair({ dry_run: false });
  expect((await repair()).findings).toEqual([]);
});

function damage(variant: TestVariant, change: string, location = MAIN): Promise<unknown> {
  return rows(
    `UPDATE stock_levels SET ${change} WHERE variant_id = ? AND location_id = ?`,
    variant.id,
    location,
  );
}

describe("the nightly check", () => {
  it("finds nothing in a shop that was used in every way", async () => {
    const variant = await makeVariant({ stock: 20 });
    const place = await makeLocation();
    await put(variant, place.id, 5);
    await placeOrder(await readyCart([{ variant, quantity: 3 }]));
    await placeOrder(await readyCart([{ variant, quantity: 2 }]), {});
    await eventsDelivered();
    expect(await nightly()).toMatch(/^\d+ levels checked, 0 breaches$/);
    const { body } = await inventory<{ data: { breaches: number; levels: number; findings: unknown[] }[] }>(
      "GET",
      "/checks?limit=1",
    );
    expect(body.data).toMatchObject([{ breaches: 0, findings: [] }]);
    expect(body.data[0]?.levels).toBe(await value("SELECT COUNT(*) FROM stock_levels"));
  });

  it("reports what is wrong with expected and actual figures, and raises an alert", async () => {
    const [lost, ghost] = [await makeVariant({ stock: 10 }), await makeVariant({ stock: 10 })];
    await damage(lost, "on_hand = 8");
    await damage(ghost, "reserved = 4");
    expect(await nightly()).toMatch(/2 breaches$/);
    const { body } = await inventory<{ data: { id: string; breaches: number; findings: Finding[] }[] }>(
      "GET",
      "/checks",
    );
    const [latest] = body.data;
    expect(latest).toMatchObject({ breaches: 2 });
    expect(latest?.findings).toEqual(
      expect.arrayContaining([
        { kind: "on_hand_differs", variant_id: lost.id, location_id: MAIN, expected: 10, actual: 8 },
        { kind: "reserved_differs", variant_id: ghost.id, location_id: MAIN, expected: 0, actual: 4 },
      ]),
    );
    expect(
      await value(
        "SELECT COUNT(*) FROM alerts WHERE code = 'inventory.check_failed' AND entity_id = ?",
        latest?.id,
      ),
    ).toBe(1);
  });

  it("looks at every level, however many there are", async () => {
    const variant = await makeVariant({ stock: 1 });
    await rows(
      `INSERT INTO locations (id, name, created_at)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4500)
       SELECT printf('0190aaaa-0000-7000-8000-%012d', i), 'place ' || i, '2026-01-01T00:00:00.000Z' FROM n`,
    );
    await rows(
      `INSERT INTO stock_levels (variant_id, location_id, on_hand, updated_at)
       SELECT ?, id, id LIKE '%000001999' OR id LIKE '%000002001' OR id LIKE '%000004500', created_at FROM locations WHERE name LIKE 'place %'`,
      variant.id,
    );
    const { findings } = await repair();
    expect(findings.map((finding) => finding.location_id.slice(-4))).toEqual(["1999", "2001", "4500"]);
  });
});

describe("repairing", () => {
  it("only reports unless it is told to write", async () => {
    const variant = await makeVariant({ stock: 10 });
    await damage(variant, "on_hand = 12, reserved = 1");
    const report = await repair();
    expect(report).toMatchObject({ dry_run: true, complete: true });
    expect(report.findings).toEqual([
      expect.objectContaining({ kind: "on_hand_differs", expected: 10, actual: 12, repairable: true }),
      expect.objectContaining({ kind: "reserved_differs", expected: 0, actual: 1, repairable: true }),
    ]);
    expect(await stockOf(variant)).toEqual({ on_hand: 12, reserved: 1 });
  });

  it("gives the ledger what it lacks and sets reserved to what orders hold, under a new version, in the audit log", async () => {
    const variant = await makeVariant({ stock: 10 });
    await placeOrder(await readyCart([{ variant, quantity: 2 }]), {});
    await damage(variant, "on_hand = 7, reserved = 0");
    const { version } = await stockNow(variant);
    const key = { "Idempotency-Key": `repair-${variant.sku}` };
    const body = { dry_run: false, reason: "After a restore" };
    const first = await inventory("POST", "/checks/repair", body, key);
    const second = await inventory("POST", "/checks/repair", body, key);
    expect(second.headers.get("Idempotent-Replayed")).toBe("true");
    expect(second.body).toEqual(first.body);
    expect(await ledgerOf(variant)).toMatchObject([{ on_hand: 7, ledger: 7, reserved: 2, held: 2 }]);
    expect((await stockNow(variant)).version).toBeGreaterThan(version);
    expect(
      await rows("SELECT kind, delta, balance, reason FROM stock_movements WHERE variant_id = ?", variant.id),
    ).toContainEqual({ kind: "repair", delta: -3, balance: 7, reason: "After a restore" });
    expect(await value("SELECT COUNT(*) FROM audit_log WHERE action = 'inventory.repair'")).toBeGreaterThan(
      0,
    );
  });

  it("releases what closed orders hold, whether the level still counts it or not", async () => {
    const [counted, uncounted] = [await makeVariant({ stock: 5 }), await makeVariant({ stock: 5 })];
    const cart = await readyCart([
      { variant: counted, quantity: 2 },
      { variant: uncounted, quantity: 3 },
    ]);
    const order = await placeOrder(cart, {});
    await placeOrder(await readyCart([{ variant: uncounted, quantity: 1 }]), {});
    await rows("UPDATE orders SET status = 'cancelled' WHERE id = ?", order.body.id);
    await damage(uncounted, "reserved = 0");
    const { findings } = await repair({ dry_run: false });
    expect(findings.map((finding) => finding.kind).sort()).toEqual([
      "reservation_of_closed_order",
      "reservation_of_closed_order",
      "reserved_differs",
    ]);
    expect(await ledgerOf(counted)).toMatchObject([{ on_hand: 5, reserved: 0, held: 0 }]);
    expect(await ledgerOf(uncounted)).toMatchObject([{ on_hand: 5, reserved: 1, held: 1 }]);
  });

  it("books what was paid long ago and never booked; not what was paid just now", async () => {
    const variant = await makeVariant({ stock: 5 });
    const [old, recent] = [
      await placeOrder(await readyCart([{ variant, quantity: 2 }]), {}),
      await placeOrder(await readyCart([{ variant, quantity: 1 }]), {}),
    ];
    await rows(
      "UPDATE orders SET status = 'confirmed', updated_at = '2026-01-01T00:00:00.000Z' WHERE id = ?",
      old.body.id,
    );
    await rows("UPDATE orders SET status = 'confirmed' WHERE id = ?", recent.body.id);
    const { findings } = await repair({ dry_run: false });
    expect(findings).toMatchObject([{ kind: "sale_not_booked", order_id: old.body.id, actual: 2 }]);
    expect(await ledgerOf(variant)).toMatchObject([{ on_hand: 3, ledger: 3, reserved: 1, held: 1 }]);
  });

  it("leaves to people what would be oversold, with everything that belongs to it", async () => {
    const variant = await makeVariant({ stock: 3 });
    const other = await makeVariant({ stock: 10 });
    const cart = await readyCart([
      { variant, quantity: 3 },
      { variant: other, quantity: 1 },
    ]);
    expect((await placeOrder(cart, {})).status).toBe(201);
    await damage(variant, "on_hand = 1, reserved = 0");
    await damage(other, "on_hand = 9");
    const { findings } = await repair({ dry_run: false });
    const of = (id: string) =>
      findings
        .filter((finding) => finding.variant_id === id)
        .map(({ kind, repairable }) => [kind, repairable]);
    expect(of(variant.id)).toEqual([
      ["on_hand_differs", false],
      ["reserved_differs", false],
      ["oversold", false],
    ]);
    expect(of(other.id)).toEqual([["on_hand_differs", true]]);
    expect(await stockOf(variant)).toEqual({ on_hand: 1, reserved: 0 });
    expect(await ledgerOf(other)).toMatchObject([{ on_hand: 9, ledger: 9, reserved: 1, held: 1 }]);

    // People have found two more units: now it can be put right.
    await inventory("POST", "/adjustments", { sku: variant.sku, delta: 2, reason: "Found" });
    await repair({ dry_run: false });
    expect(await ledgerOf(variant)).toMatchObject([{ on_hand: 3, ledger: 3, reserved: 3, held: 3 }]);
  });

  it("puts levels right first when there are more bad ones than it looks at, whatever closed orders hold there", async () => {
    const [many, held] = [await makeVariant({ stock: 1 }), await makeVariant({ stock: 5 })];
    const order = await placeOrder(await readyCart([{ variant: held, quantity: 2 }]), {});
    await rows("UPDATE orders SET status = 'cancelled' WHERE id = ?", order.body.id);
    await damage(held, "reserved = 0");
    await rows(
      `INSERT INTO locations (id, name, created_at)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 510)
       SELECT printf('0190bbbb-0000-7000-8000-%012d', i), 'bad ' || i, '2026-01-01T00:00:00.000Z' FROM n`,
    );
    await rows(
      `INSERT INTO stock_levels (variant_id, location_id, on_hand, updated_at)
       SELECT ?, id, 1, created_at FROM locations WHERE name LIKE 'bad %'`,
      many.id,
    );
    expect(await repair({ dry_run: false })).toMatchObject({ complete: false });
    expect(await ledgerOf(held)).toMatchObject([{ on_hand: 5, reserved: 0, held: 2 }]);
    for (let run = 1; run <= 4; run++) await repair({ dry_run: false });
    expect(await repair()).toMatchObject({ complete: true, findings: [] });
    expect(await ledgerOf(held)).toMatchObject([{ on_hand: 5, reserved: 0, held: 0 }]);
  });

  it("that would give back more than a level counts is a 409, and nothing is written", async () => {
    const variant = await makeVariant({ stock: 5 });
    const order = await placeOrder(await readyCart([{ variant, quantity: 2 }]), {});
    await rows("UPDATE orders SET status = 'cancelled' WHERE id = ?", order.body.id);
    const racing = beforeBatchWith(/SET state = 'released'/, () => damage(variant, "reserved = 0"));
    const answer = await callWith(racing, "POST", "/api/v1/inventory/checks/repair", {
      body: { dry_run: false, reason: "x" },
      headers: await asStaff(["inventory:manage"]),
    });
    expect(answer).toMatchObject({ status: 409, body: { code: "resource.conflict" } });
    expect(await ledgerOf(variant)).toMatchObject([{ on_hand: 5, reserved: 0, held: 2 }]);
  });

  it("while orders are placed ends with figures that fit together", async () => {
    const variant = await makeVariant({ stock: 40 });
    const carts = await Promise.all(Array.from({ length: 10 }, () => readyCart([{ variant, quantity: 1 }])));
    await damage(variant, "reserved = 5, on_hand = 38");
    const [answers] = await Promise.all([
      Promise.all(carts.map((cart) => placeOrder(cart, {}))),
      ...Array.from({ length: 3 }, () => inventory("POST", "/checks/repair", { dry_run: false })),
    ]);
    expect(answers.every((answer) => answer.status === 201)).toBe(true);
    await repair({ dry_run: false });
    expect(await ledgerOf(variant)).toMatchObject([{ on_hand: 38, ledger: 38, reserved: 10, held: 10 }]);
  });
});

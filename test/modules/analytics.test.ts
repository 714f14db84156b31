import { createExecutionContext, createMessageBatch } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { analyticsJobs, businessGauges, localDay, salesReport } from "../../src/modules/analytics/index.ts";
import { cartStarted } from "../../src/modules/cart/index.ts";
import { createCtx, setClock } from "../../src/platform/ctx.ts";
import type { EventEnvelope } from "../../src/platform/events.ts";
import type { Money } from "../../src/platform/money.ts";
import worker from "../../workers/main.ts";
import { type Answer, api, asStaff, eventsDelivered, eventually, rows, value } from "../support/api.ts";
import { allThrough, buy, onPayment, refunded, shopWith } from "../support/payments.ts";
import { makeVariant, readyCart, unique } from "../support/shop.ts";
import { callWith } from "../support/call-with.ts";
import { visitWith } from "../support/visit-with.ts";

const usd = (amount: number): Money => ({ amount, currency: "USD" });
const DAY = 86_400_000;
const daysAgo = (days: number) => localDay(new Date(Date.now() - days * DAY), "UTC");

afterEach(() => setClock(undefined));

function ctxOf(bindings: Env = env) {
  const execution = createExecutionContext();
  return createCtx(
    bindings,
    { kind: "system", job: "test" },
    { waitUntil: (work) => execution.waitUntil(work) },
  );
}

async function refresh(bindings: Env = env): Promise<void> {
  for (const job of analyticsJobs) await job.run(ctxOf(bindings));
}

interface Report {
  totals: Record<string, Money | number | null>;
  data: (Record<string, Money | number | null> & { date: string })[];
  as_of: string;
  complete: boolean;
  time_zone: string;
  [more: string]: unknown;
}

async function report(path: string, bindings: Env = env): Promise<Answer<Report>> {
  return callWith<Report>(bindings, "GET", `/api/v1/analytics/${path}`, { headers: await asStaff() });
}

async function csv(path: string, headers: Record<string, string> = {}) {
  const request = new Request(`http://shop.test/api/v1/analytics/${path}`, {
    headers: { ...(await asStaff()), ...headers },
  });
  return visitWith(env, request as never, createExecutionContext());
}

function consume(envelopes: EventEnvelope[]): Promise<void> {
  const messages = envelopes.map((body) => ({ id: body.id, timestamp: new Date(), attempts: 1, body }));
  const batch = createMessageBatch("edge-commerce-events", messages);
  return worker.queue(batch, env, createExecutionContext());
}

describe("reports", () => {
  it("a sale counts on the day it was paid, what goes back and changes later on theirs", async () => {
    setClock(() => new Date(Date.now() - 2 * DAY));
    const { order, payment } = await buy("pm_card_visa", { quantity: 3 });
    setClock(undefined);
    await refresh();
    const query = `?from=${daysAgo(2)}&to=${daysAgo(0)}`;
    const before = await report(`sales${query}`);
    const { subtotal, shipping, tax, total } = order.totals;
    const sold = {
      gross_sales: subtotal,
      shipping,
      tax,
      total_sales: total,
      refunds: usd(0),
      net_sales: total,
    };
    expect(before).toMatchObject({
      status: 200,
      body: { currency: "USD", interval: "day", time_zone: "UTC", complete: true, totals: sold },
    });
    expect(before.headers.get("Cache-Control")).toBe("private, max-age=60");
    expect(before.body.data.map(({ date, net_sales }) => [date, net_sales])).toEqual([
      [daysAgo(2), total],
      [daysAgo(1), usd(0)],
      [daysAgo(0), usd(0)],
    ]);
    // An edit changes the order and its lines; what was sold then stays.
    const edited = await api<{ refunds: { amount: Money }[] }>("POST", `/api/v1/orders/${order.id}/edits`, {
      body: { line_items: [{ id: order.line_items[0]?.id, quantity: 2 }] },
      headers: { ...(await asStaff()), "Idempotency-Key": unique("key") },
    });
    expect(edited.status).toBe(200);
    const back = total.amount - (await value("SELECT total FROM orders WHERE id = ?", order.id));
    expect(back).toBeGreaterThan(0);
    await refunded(payment, { amount: 150 });
    await allThrough();
    await refresh();
    const { body: after } = await report(`sales${query}`);
    expect(after.data[0]).toEqual(before.body.data[0]);
    expect(after.data[2]).toMatchObject({
      total_sales: usd(0),
      refunds: usd(back + 150),
      net_sales: usd(-back - 150),
    });
    const refunds = await report(`refunds${query}`);
    expect(refunds.body).toMatchObject({
      totals: { refunds: usd(back + 150), refund_count: 2 },
      by_source: [
        { source: "edit", refunds: usd(back), refund_count: 1 },
        { source: "staff", refunds: usd(150), refund_count: 1 },
      ],
    });
    const products = await report(`products?from=${daysAgo(2)}&to=${daysAgo(2)}`);
    expect(products.body.data).toEqual([expect.objectContaining({ units: 3, revenue: subtotal })]);
    const today = await report(`products?from=${daysAgo(0)}&to=${daysAgo(0)}`);
    expect(today.body.data).toEqual([expect.objectContaining({ units: -1 })]);
    const orders = await report(`orders${query}`);
    expect(orders.body.totals).toMatchObject({
      orders_placed: 1,
      orders_paid: 1,
      units: 3,
      average_order_value: total,
    });
  });

  it("weeks and months are the days added up, also in another time zone", async () => {
    await buy("pm_card_visa", { quantity: 1 });
    const bindings = shopWith({ SHOP_TIME_ZONE: "Pacific/Kiritimati" });
    await refresh(bindings);
    const today = localDay(new Date(), "Pacific/Kiritimati");
    const sums = [];
    for (const interval of ["day", "week", "month"]) {
      const { body } = await report(`sales?from=${daysAgo(60)}&to=${today}&interval=${interval}`, bindings);
      expect(body.time_zone).toBe("Pacific/Kiritimati");
      const sum = body.data.reduce((all, each) => all + (each["net_sales"] as Money).amount, 0);
      expect(body.totals["net_sales"]).toEqual(usd(sum));
      sums.push(sum);
      if (interval === "month") expect(body.data.every(({ date }) => date.endsWith("-01"))).toBe(true);
      if (interval === "week") expect(new Date(body.data[1]?.date ?? "").getUTCDay()).toBe(1);
    }
    expect(new Set(sums).size).toBe(1);
    expect(sums[0]).toBeGreaterThan(0);
    await refresh();
    await refresh();
  });

  it("what is committed minutes after the time that it bears is counted, too", async () => {
    await refresh();
    const paid = async () => Number((await report(`orders?from=${daysAgo(1)}`)).body.totals["orders_paid"]);
    const before = await paid();
    setClock(() => new Date(Date.now() - 8 * 60_000));
    await buy("pm_card_visa", { price: "1.00" });
    setClock(undefined);
    await refresh();
    expect(await paid()).toBe(before + 1);
  });

  it("a time zone that becomes the shop's again while its days are being deleted is counted anew", async () => {
    await refresh();
    const query = `sales?from=${daysAgo(2)}`;
    const before = await report(query);
    const tokyo = shopWith({ SHOP_TIME_ZONE: "Asia/Tokyo" });
    const kept = `SELECT COUNT(*) FROM daily_sales d JOIN analytics_rollups r ON r.id = d.rollup_id WHERE r.zone = 'UTC'`;
    for (let runs = 0; runs < 5 && (await value(kept)) > 0; runs++) await analyticsJobs[0]?.run(ctxOf(tokyo));
    expect(await value(kept)).toBe(0);
    expect((await report(query)).body.complete).toBe(false);
    for (let more = 0; more < 3; more++) await refresh();
    const { complete, data } = (await report(query)).body;
    expect({ complete, data }).toEqual({ complete: true, data: before.body.data });
    expect(await value("SELECT COUNT(*) FROM analytics_rollups")).toBe(1);
  });

  it("what is not counted yet is told", async () => {
    const { body } = await report("sales", shopWith({ SHOP_TIME_ZONE: "Asia/Tokyo" }));
    expect(body).toMatchObject({ as_of: null, complete: false });
    expect(body.data).toHaveLength(30);
  });

  it("refuses ranges that are too long, and whoever may not see orders", async () => {
    for (const query of [
      "from=2026-03-02&to=2026-03-01",
      "from=2020-01-01&to=2021-06-01",
      "from=2026-13-01",
      "from=9999-12-31&to=9999-12-31",
      "to=0000-01-01",
    ]) {
      expect((await report(`sales?${query}`)).status, query).toBe(422);
    }
    expect((await report("sales?from=2020-01-01&to=2021-06-01&interval=week")).status).toBe(200);
    expect((await report("products?from=2026-01-01&to=2026-06-01")).status).toBe(422);
    const headers = await asStaff(["catalog:read"]);
    expect((await api("GET", "/api/v1/analytics/sales", { headers })).status).toBe(403);
    expect((await api("GET", "/api/v1/analytics/sales")).status).toBe(401);
  });

  it("top products come page by page, and as CSV that no spreadsheet takes for a formula", async () => {
    for (const [name, quantity] of [
      ["=HYPERLINK(1)", 4],
      ["Plain", 2],
    ] as const) {
      const variant = await makeVariant({ price: "10.00", name });
      const cart = await readyCart([{ variant, quantity }]);
      const placed = await api("POST", "/api/v1/orders", {
        body: { payment_method: "pm_card_visa" },
        headers: { "X-Cart-Token": cart, "Idempotency-Key": unique("key") },
      });
      expect(placed.status).toBe(201);
    }
    await allThrough();
    await refresh();
    const seen: unknown[] = [];
    let path: string | undefined = `products?by=variant&sort=-units&limit=1&from=${daysAgo(0)}`;
    while (path) {
      const page: Answer<Report & { pagination?: { next_cursor: string | null } }> = await report(path);
      seen.push(...page.body.data);
      const next = page.body.pagination?.next_cursor;
      path = next ? `products?by=variant&sort=-units&limit=1&from=${daysAgo(0)}&cursor=${next}` : undefined;
    }
    const all = await report(`products?by=variant&sort=-units&limit=100&from=${daysAgo(0)}`);
    expect(seen).toEqual(all.body.data);
    expect(seen[0]).toMatchObject({ name: "=HYPERLINK(1)", units: 4, revenue: usd(4_000) });
    const file = await csv(`products?from=${daysAgo(0)}`, { Accept: "text/csv" });
    expect(file.headers.get("Content-Type")).toBe("text/csv; charset=UTF-8");
    const [head, ...lines] = (await file.text()).split("\r\n");
    expect(head).toBe(
      "product_id,variant_id,name,sku,units,gross_sales,revenue,refunded_units,refunded,currency",
    );
    expect(lines.find((line) => line.includes("HYPERLINK"))).toContain(
      ",'=HYPERLINK(1),,4,40.00,40.00,0,0.00,USD",
    );
    const sales = await (await csv(`sales?from=${daysAgo(1)}&format=csv`)).text();
    expect(sales.split("\r\n")).toHaveLength(4);
    expect(sales).toContain(`\r\n${daysAgo(0)},`);
    expect(await (await csv("summary?format=csv")).text()).toContain("sales,net_sales,");
  });

  it("the summary compares with the days before", async () => {
    const { body } = await report(`summary?from=${daysAgo(1)}&to=${daysAgo(0)}`);
    expect(body).toMatchObject({
      previous: { from: daysAgo(3), to: daysAgo(2), sales: { gross_sales: usd(6_000) } },
      sales: {},
      conversion: {},
    });
  });

  it("mails and monitoring get theirs in one call each", async () => {
    const day = daysAgo(0);
    const { currencies } = await salesReport(ctxOf(), { from: day, to: day });
    const { body } = await report(`sales?from=${day}`);
    expect(currencies).toEqual([
      expect.objectContaining({
        currency: "USD",
        netSales: body.totals["net_sales"],
        refunds: body.totals["refunds"],
      }),
    ]);
    expect(currencies[0]?.topProducts[0]).toMatchObject({ name: "=HYPERLINK(1)", units: 4 });
    const gauges = await businessGauges(ctxOf());
    expect(gauges.sales[0]).toMatchObject({
      currency: "USD",
      netSales: (body.totals["net_sales"] as Money).amount,
    });
    expect(gauges).toMatchObject({ stockOuts: 0, users: expect.any(Number) as number });
  });
});

describe("customers", () => {
  it("a first order is new, a second one returning, and stays so when the person is erased", async () => {
    // Since yesterday, here and there: nothing was sold a day ago, so it does not matter when either day began.
    const since = (bindings: Env, zone: string) =>
      report(`customers?from=${localDay(new Date(Date.now() - DAY), zone)}`, bindings);
    await refresh();
    const before = (await since(env, "UTC")).body.totals;
    const variant = await makeVariant();
    const email = `${unique("twice")}@example.com`;
    const ids: string[] = [];
    for (let time = 0; time < 2; time++) {
      const placed = await api<{ id: string }>("POST", "/api/v1/orders", {
        body: { payment_method: "pm_card_visa" },
        headers: {
          "X-Cart-Token": await readyCart([{ variant, quantity: 1 }], email),
          "Idempotency-Key": unique("key"),
        },
      });
      ids.push(placed.body.id);
    }
    await allThrough();
    await refresh();
    const counted = (await since(env, "UTC")).body.totals;
    expect(counted["new_customers"]).toBe(Number(before["new_customers"]) + 1);
    expect(counted["returning_orders"]).toBe(Number(before["returning_orders"]) + 1);
    // As erasing does to closed orders.
    await env.DB.prepare(
      "UPDATE orders SET email = 'erased@erased.invalid', erased_at = created_at WHERE id IN (?, ?)",
    )
      .bind(...ids)
      .run();
    const zone = shopWith({ SHOP_TIME_ZONE: "Asia/Tokyo" });
    await refresh(zone);
    const elsewhere = await since(zone, "Asia/Tokyo");
    expect(elsewhere.body.totals).toEqual(counted);
    for (const table of [
      "daily_sales",
      "daily_refunds",
      "daily_product_sales",
      "order_customers",
      "analytics_gauges",
    ]) {
      expect(JSON.stringify(await rows(`SELECT * FROM ${table}`))).not.toContain("@");
    }
    for (let more = 0; more < 3; more++) await refresh();
  });
});

describe("conversion", () => {
  it("a cart counts once when something is put in, and again once it was ordered", async () => {
    const variant = await makeVariant();
    await eventsDelivered();
    await refresh();
    const started = async () => {
      await refresh();
      return Number((await report(`conversion?from=${daysAgo(0)}`)).body.totals["carts_started"]);
    };
    const before = await started();
    const first = await api<{ items: { id: string }[] }>("POST", "/api/v1/cart/items", {
      body: { variant_id: variant.id, quantity: 1 },
    });
    const headers = { "X-Cart-Token": first.headers.get("X-Cart-Token") ?? "" };
    await eventually(async () => (await started()) === before + 1);
    // Emptied and filled again it is the same filling.
    await api("DELETE", "/api/v1/cart/items", { headers });
    await api("POST", "/api/v1/cart/items", { body: { variant_id: variant.id, quantity: 1 }, headers });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await started()).toBe(before + 1);
  });

  it("counts each start once, in whatever order and however often it is told", async () => {
    const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString();
    const now = Date.UTC(2026, 1, 1);
    setClock(() => new Date(now));
    const envelopes = Array.from({ length: 7 }, (_, index): EventEnvelope => {
      const carts = [{ cart_id: `c${index % 5}`, generation: 1, started_at: at(11 * (index % 5)) }];
      return { id: crypto.randomUUID(), occurred_at: at(0), ...cartStarted({ carts }) };
    });
    const [first, second, ...rest] = envelopes;
    if (!first || !second) throw new Error("no events");
    await consume([...rest].reverse());
    await Promise.all([consume([second, first, second]), consume([second]), consume(envelopes)]);
    expect(
      await rows("SELECT slot, carts FROM cart_start_counts WHERE slot < '2026-01-02' ORDER BY slot"),
    ).toEqual([
      { slot: at(0), carts: 2 },
      { slot: at(15), carts: 1 },
      { slot: at(30), carts: 2 },
    ]);
    // Told after most of its neighbours are forgotten, it would make a wrong count of them.
    setClock(() => new Date(now + 200 * DAY));
    await refresh();
    await consume([
      {
        id: crypto.randomUUID(),
        occurred_at: at(1),
        ...cartStarted({ carts: [{ cart_id: "late", generation: 1, started_at: at(1) }] }),
      },
    ]);
    expect(await value("SELECT SUM(carts) FROM cart_start_counts WHERE slot < '2026-01-02'")).toBe(5);
    expect(await value("SELECT COUNT(*) FROM cart_starts WHERE started_at < '2026-01-02'")).toBe(0);
  });
});

describe("data points", () => {
  it("are written where Analytics Engine is, and its failure changes nothing", async () => {
    const { order, payment } = await buy();
    const points: unknown[] = [];
    const placed = await rows<{ id: string; payload: string }>(
      "SELECT id, payload FROM outbox WHERE type = 'order.paid' AND payload ->> '$.order_id' = ?",
      order.id,
    );
    const [paid] = placed;
    const envelope = {
      id: crypto.randomUUID(),
      type: "order.paid",
      occurred_at: new Date().toISOString(),
      payload: JSON.parse(paid?.payload ?? "{}") as unknown,
    };
    const { analyticsSubscribers } = await import("../../src/modules/analytics/index.ts");
    const subscriber = analyticsSubscribers.find(({ name }) => name === "analytics.point-paid");
    const engine = (writeDataPoint: (point: unknown) => void) =>
      Object.assign({}, env, { ANALYTICS: { writeDataPoint } });
    await subscriber?.handle(ctxOf(engine((point) => points.push(point))), envelope);
    expect(points).toEqual([
      {
        indexes: ["order.paid"],
        blobs: ["order.paid", "USD", "cart", env.ENVIRONMENT],
        doubles: [order.totals.total.amount, 1],
      },
    ]);
    // An event of the release before tells only which order it is.
    const old = { ...envelope, payload: { order_id: order.id } };
    await subscriber?.handle(ctxOf(engine((point) => points.push(point))), old);
    expect(points).toEqual([points[0], points[0]]);
    const fails = engine(() => {
      throw new Error("no engine");
    });
    await subscriber?.handle(ctxOf(fails), envelope);
    await onPayment(payment, "refunds", {});
  });
});

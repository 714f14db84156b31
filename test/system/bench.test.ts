import { readFileSync } from "node:fs";
import { afterEach, describe, expect, inject, it } from "vitest";
import { holdSale } from "../../bench/flash-sale/sale.ts";
import { type Shop, startShop, startStripe } from "../../bench/shop.ts";
import { runTraffic } from "../../bench/traffic/traffic.ts";
import type { Runtime } from "../../scripts/runtime/runtime.ts";

const running: Runtime[] = [];

async function open(name: string): Promise<{ shop: Shop; stripe: Runtime }> {
  const script = readFileSync(inject("apiBundle"), "utf8");
  const stripe = await startStripe(name);
  running.push(stripe);
  const settings = { name, server: "miniflare", products: 60, logLevel: "error" } as const;
  const shop = await startShop(script, stripe, settings);
  running.push(shop);
  return { shop, stripe };
}

describe("the load bench, in small", () => {
  afterEach(async () => {
    await Promise.all(running.splice(0).map((runtime) => runtime.stop()));
  });

  it("mixes 90 % browse, 8 % cart and 2 % checkout without an error and leaves sound books", async () => {
    const { shop, stripe } = await open("bench-mixed");
    const { figures, broken } = await runTraffic(shop, stripe, 10, { lanes: 8 });
    expect(broken).toEqual([]);
    const number = (kind: string) => figures.kinds[kind]?.count ?? 0;
    const { operations, orders } = figures;
    expect(number("browse") + number("cart") + number("checkout")).toBe(operations);
    expect(Math.abs(number("browse") - operations * 0.9)).toBeLessThan(6);
    expect(Math.abs(number("cart") - operations * 0.08)).toBeLessThan(6);
    expect(number("checkout")).toBe(orders);
    expect(orders).toBeGreaterThan(0);
    expect(figures.cron).toMatchObject({ fired: 1, failed: [] });
  });

  it("sells 5 units to 40 buyers exactly once each, beside other shoppers", async () => {
    const { shop, stripe } = await open("bench-sale");
    const settings = { buyers: 40, units: 5, parallel: 16, rate: 10, quietSeconds: 2 };
    const { figures, broken } = await holdSale(shop, stripe, settings);
    expect(broken).toEqual([]);
    expect(figures.winners.count).toBe(5);
    expect(figures.losers.count).toBe(35);
    expect(figures.others.quiet["browse"]?.count).toBeGreaterThan(0);
  });

  it("fails when the books are not sound, and when an answer is no success", async () => {
    const { shop, stripe } = await open("bench-broken");
    // A unit that no reservation knows of.
    await shop.db
      .prepare("UPDATE stock_levels SET reserved = 1 WHERE variant_id = ?")
      .bind(shop.variants[0]?.id)
      .run();
    const closed = { ...shop, variants: [{ id: crypto.randomUUID(), product_id: "" }] };
    const { broken } = await runTraffic(closed, stripe, 3, { lanes: 4 });
    expect(broken).toContainEqual(expect.stringMatching(/^\d+x cart: POST \/cart\/items: 422/));
    expect(broken).toContainEqual(expect.stringContaining("reserved is the sum of the open reservations"));
  });
});

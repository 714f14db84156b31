import { gzipSync } from "node:zlib";
import type { Page, Response } from "playwright-core";
import { expect, it } from "vitest";
import { loginAs } from "./support/accounts.ts";
import { placeOrder } from "./support/data.ts";
import { openPage, PHONE } from "./support/page.ts";
import { settled } from "./support/settled.ts";
import { shopUrl } from "./support/shop.ts";

const KB = 1024;

interface Load {
  /** What is transferred, by kind, compressed as Cloudflare's edge does it. */
  bytes: Record<string, number>;
  /** Paths of the API that were asked, in their order. */
  calls: string[];
  /** Other origins that were asked. */
  strangers: string[];
  /** How much the page has jumped about (Cumulative Layout Shift). */
  shift: number;
}

/** Loads a page in a browser that was never here. */
async function load(page: Page, path: string): Promise<Load> {
  const responses: Response[] = [];
  page.on("response", (response) => responses.push(response));
  await page.addInitScript(watchShifts);
  await page.goto(path);
  await settled(page);
  const bytes: Record<string, number> = { document: 0, stylesheet: 0, script: 0, fetch: 0, font: 0 };
  for (const response of responses) {
    const kind = response.request().resourceType();
    const body = await response.body().catch(() => "");
    bytes[kind] = (bytes[kind] ?? 0) + gzipSync(body).length;
  }
  const urls = responses.map((response) => new URL(response.url()));
  return {
    bytes,
    calls: urls.filter(({ pathname }) => pathname.startsWith("/api/")).map(({ pathname }) => pathname),
    strangers: urls
      .map(({ origin }) => origin)
      .filter((origin) => origin.startsWith("http") && origin !== shopUrl),
    shift: await page.evaluate(() => (globalThis as { shift?: number }).shift ?? 0),
  };
}

/** Runs in the page. */
function watchShifts(): void {
  const page = globalThis as { shift?: number };
  page.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    })[]) {
      if (!entry.hadRecentInput) page.shift = (page.shift ?? 0) + entry.value;
    }
  }).observe({ type: "layout-shift", buffered: true });
}

const sum = ({ image: _, ...others }: Record<string, number>) =>
  Object.values(others).reduce((all, each) => all + each, 0);

it.each([
  ["on a desk", undefined],
  ["on a phone", PHONE],
])("the shop window's first page is light and stands still %s", async (_, viewport) => {
  const page = await openPage(viewport ? { viewport } : {});
  const { bytes, calls, strangers, shift } = await load(page, "/");
  expect(bytes["script"], "script").toBeGreaterThan(KB);
  expect(bytes["script"], "script").toBeLessThan(50 * KB);
  expect(sum(bytes), JSON.stringify(bytes)).toBeLessThan(150 * KB);
  expect(calls.length, calls.join(" ")).toBeLessThanOrEqual(6);
  expect(new Set(calls).size, `asked twice: ${calls.join(" ")}`).toBe(calls.length);
  expect(strangers).toEqual([]);
  expect(shift).toBeLessThan(0.1);
});

it.each(["/categories/kitchen", "/products/speckled-stoneware-mug"])(
  "%s stands still while it loads",
  async (path) => {
    const page = await openPage();
    const { bytes, shift } = await load(page, path);
    expect(sum(bytes), JSON.stringify(bytes)).toBeLessThan(150 * KB);
    expect(shift).toBeLessThan(0.1);
  },
);

it("the panel loads what its page needs, and its list of orders stands still", async () => {
  await placeOrder();
  const page = await openPage();
  await loginAs(page, "staff");
  const { bytes, calls, strangers, shift } = await load(page, "/admin/orders");
  expect(bytes["script"], "script").toBeGreaterThan(100 * KB);
  expect(bytes["script"], "script").toBeLessThan(450 * KB);
  expect(sum(bytes), JSON.stringify(bytes)).toBeLessThan(500 * KB);
  expect(calls.length, calls.join(" ")).toBeLessThanOrEqual(8);
  expect(strangers).toEqual([]);
  expect(shift).toBeLessThan(0.1);
});

it("every page comes with a policy that runs no script but files, and is framed by nobody", async () => {
  const shop = [
    "/",
    "/products/a",
    "/categories/a",
    "/search?q=a",
    "/cart",
    "/checkout",
    "/orders/a",
    "/account",
  ];
  const others = ["/account/reset-password", "/pay/", "/docs", "/admin/", "/admin/orders/a/show"];
  for (const path of [...shop, ...others]) {
    const response = await fetch(shopUrl + path);
    expect(response.status, path).toBe(200);
    const policy = response.headers.get("Content-Security-Policy") ?? "";
    expect(policy, path).toMatch(/^default-src 'none';.* frame-ancestors 'none'/);
    expect(policy, path).toMatch(/ script-src 'self'( https:\/\/(\*\.)?js\.stripe\.com)*;/);
    expect(response.headers.get("Referrer-Policy"), path).toBe("no-referrer");
    expect(await response.text(), path).not.toMatch(/<script(?![^>]* src=)|<[^>]* on[a-z]+=/);
  }
});

it("an address that is cut off in the middle of a sign leads to a page that says so", async () => {
  const page = await openPage();
  await page.goto("/products/%E0%A4%A");
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
});

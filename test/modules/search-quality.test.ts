import { beforeAll, expect, it } from "vitest";
import catalog from "../../demo/catalog.csv?raw";
import more from "../search-quality/products.csv?raw";
import apparel from "../search-quality/shopify-apparel.csv?raw";
import home from "../search-quality/shopify-home-and-garden.csv?raw";
import jewelry from "../search-quality/shopify-jewelery.csv?raw";
import { QUERIES } from "../search-quality/queries.ts";
import { api, eventsDelivered } from "../support/api.ts";
import type { ProductPage } from "../support/catalog.ts";
import { importCsv } from "../support/shop.ts";

const WANTED = 0.95;

beforeAll(async () => {
  for (const csv of [catalog, more, apparel, home, jewelry]) {
    expect(await importCsv(csv)).toMatchObject({ status: 200, body: { failed: 0 } });
  }
  await eventsDelivered();
}, 60_000);

it(`at least ${WANTED * 100} % of the searches show what is meant among the first five`, async () => {
  expect(QUERIES.length).toBeGreaterThanOrEqual(150);
  const missed: string[] = [];
  const kinds = new Map<string, { found: number; of: number }>();
  for (const { kind, q, wanted } of QUERIES) {
    const answer = await api<ProductPage>("GET", `/api/v1/search?limit=5&q=${encodeURIComponent(q)}`);
    expect(answer.status).toBe(200);
    const slugs = answer.body.data.map((product) => product.slug);
    const count = kinds.get(kind) ?? { found: 0, of: 0 };
    kinds.set(kind, count);
    count.of += 1;
    if (wanted.some((slug) => slugs.includes(slug))) count.found += 1;
    else missed.push(`${q}: ${slugs.join(", ") || "nothing"}`);
  }
  const rate = 1 - missed.length / QUERIES.length;
  const lines = [...kinds].map(([kind, { found, of }]) => `${kind} ${found}/${of}`).join(", ");
  // eslint-disable-next-line no-console -- the rate by kind of search is the result of this test
  console.info(`success@5 ${rate.toFixed(3)} of ${QUERIES.length} searches: ${lines}`, ...missed);
  expect(rate, missed.join("\n")).toBeGreaterThanOrEqual(WANTED);
});

import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import type { ImportReport, Product } from "../../src/modules/catalog/catalog.schema.ts";
import { request } from "../lib/http.ts";
import { inProject } from "../lib/paths.ts";
import { Failure, poll, step } from "../lib/terminal.ts";
import { readProgress, saveProgress } from "./progress.ts";

interface Page {
  data: Product[];
}

/** A product that can be bought now, for examples; undefined when there is none. */
export async function productInStock(origin: string): Promise<Product | undefined> {
  const { body } = await request<Page>(
    "GET",
    `${origin}/api/v1/products?availability=in_stock&limit=1&sort=name`,
  );
  return body.data[0];
}

/** Imports the demo catalog into a shop that is empty and never had it, and waits until shoppers see it. */
export async function ensureDemoCatalog(origin: string, apiKey: string): Promise<void> {
  if (readProgress().hasDemoCatalog) return;
  if ((await listed(origin)) === 0) {
    await step("Importing the demo catalog (demo/catalog.csv)", async () => {
      const csv = readFileSync(inProject("demo/catalog.csv"), "utf8");
      // The same figures in each currency: prices of a demo, not rates.
      const { body: shop } = await request<{ currencies: string[] }>("GET", `${origin}/api/v1/shop`);
      for (const currency of shop.currencies) await importCatalog(origin, apiKey, csv, currency);
      const expected = Math.min(onSaleIn(csv), 100);
      const seen = await poll(async () => ((await listed(origin)) >= expected ? true : undefined), {
        timeoutMs: 60_000,
      });
      if (!seen) throw new Failure("The imported products did not show up within a minute.");
    });
  }
  saveProgress({ hasDemoCatalog: true });
}

/** How many products of the file are published; the first row of each has the title. */
function onSaleIn(csv: string): number {
  const rows = parse<Record<string, string>>(csv, { columns: true });
  return rows.filter((row) => row["Title"] && row["Published"] === "true").length;
}

async function listed(origin: string): Promise<number> {
  const { body } = await request<Page>("GET", `${origin}/api/v1/products?limit=100`);
  return body.data.length;
}

async function importCatalog(origin: string, apiKey: string, csv: string, currency: string): Promise<void> {
  const url = `${origin}/api/v1/products/import?currency=${currency}`;
  const { status, body } = await request<ImportReport>("POST", url, {
    text: csv,
    headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "text/csv" },
    timeoutMs: 60_000,
  });
  if (status !== 200 || body.failed > 0) {
    throw new Failure(`The demo catalog could not be imported: ${status} ${JSON.stringify(body)}`);
  }
}

import assert from "node:assert/strict";
import { type Case, plain } from "../cases/case.ts";
import { send } from "../http.ts";
import { run } from "../load.ts";
import type { Options } from "../options.ts";
import { publish } from "../results.ts";
import { measure } from "../rounds.ts";
import { progress, type Stage } from "../stage.ts";
import type { Runtime } from "../../scripts/runtime/runtime.ts";
import type { Known } from "./products.ts";
import { hotPath, KINDS, type Kind, questions } from "./questions.ts";
import { type CatalogFigures, type Cold, growths, printCatalog } from "./report.ts";
import { startColdShop, startHotShop, startPages } from "./shop.ts";

/** Questions before the measured ones: the isolate compiles, SQLite reads its pages. */
const WARM_UP = 50;
const COLD = 300;
const HOT_TARGET = 0.8;

/** Measures the catalog's reads over catalogs of growing size. Returns whether it passed. */
export async function benchCatalog({ options, bundle: { script } }: Stage): Promise<boolean> {
  const figures: CatalogFigures[] = [];
  for (const size of options.sizes) {
    progress(`${size} products: filling the read model`);
    const { runtime, known } = await startColdShop(script, size, options);
    const cold = new Map<Kind, Cold>();
    const pages: Record<string, string> = {};
    try {
      for (const kind of KINDS) {
        progress(`${size} products: ${kind}, cold`);
        cold.set(kind, await measureCold(runtime, kind, known));
        pages[kind] = await rehearse(runtime, kind, known);
      }
    } finally {
      await runtime.stop();
    }
    figures.push(...(await measureHot(script, size, options, known, pages, cold)));
  }
  const growth = growths(figures);
  const missed = printCatalog(figures, growth);
  return publish("catalog", options, { figures: { figures, growth }, missed });
}

/** The answer that is asked for when hot. @throws Error for a page that is not as full as the catalog allows */
async function rehearse({ url }: Runtime, kind: Kind, known: readonly Known[]): Promise<string> {
  const path = hotPath(kind, known);
  const { body, text } = await send<{ data?: unknown[]; facets?: unknown }>("GET", `${url}${path}`);
  if (kind === "detail") return text;
  assert(body.data && body.data.length > 0, `${path} finds something`);
  if (kind === "list") assert.equal(body.data.length, 20);
  if (kind === "filtered" || kind === "search") assert(body.facets, `${path} tells the facets`);
  return text;
}

/** Different questions, one after another: neither memory nor KV knows an answer. */
async function measureCold(runtime: Runtime, kind: Kind, known: readonly Known[]): Promise<Cold> {
  const list = await send<{ pagination: { next_cursor: string } }>(
    "GET",
    `${runtime.url}${hotPath("list", known)}`,
  );
  const paths = questions(kind, known, 1 + WARM_UP + COLD, list.body.pagination.next_cursor);
  const [first = "", ...others] = paths;
  const started = performance.now();
  await send("GET", `${runtime.url}${first}`);
  const firstMs = performance.now() - started;
  let next = 0;
  const load = {
    url: runtime.url,
    connections: 1,
    steps: [{ setupRequest: (request: object) => ({ ...request, path: others[next++] ?? first }) }],
  };
  await run(load, WARM_UP);
  const before = await rowsRead(runtime);
  // The generator of requests may run one ahead of what was sent.
  next = WARM_UP;
  const sample = await run(load, COLD);
  const rows = ((await rowsRead(runtime)) - before) / COLD;
  return { firstMs, perSecond: sample.perSecond, p50: sample.p50, p99: sample.p99, rowsRead: rows };
}

async function rowsRead({ url }: Runtime): Promise<number> {
  return (await send<{ rows: number }>("GET", `${url}/bench/rows`)).body.rows;
}

/** The same question again and again, beside a constant page of the same bytes. */
async function measureHot(
  script: string,
  size: number,
  options: Options,
  known: readonly Known[],
  pages: Record<string, string>,
  cold: ReadonlyMap<Kind, Cold>,
): Promise<CatalogFigures[]> {
  const { connections } = options;
  const figures: CatalogFigures[] = [];
  const floor = await startPages(pages, size, options);
  const shop = await startHotShop(script, size, options);
  try {
    for (const [kind, coldFigures] of cold) {
      progress(`${size} products: ${kind}, hot`);
      const path = hotPath(kind, known);
      const subject: Case = {
        name: `${kind}, ${size} products`,
        target: HOT_TARGET,
        floor: plain(floor, { url: floor.url, connections, steps: [{ path: `/${kind}` }] }),
        ours: plain(shop, { url: shop.url, connections, steps: [{ path }] }),
      };
      figures.push({ kind, size, cold: coldFigures, hot: await measure(subject, options) });
    }
  } finally {
    await Promise.all([floor.stop(), shop.stop()]);
  }
  return figures;
}

import { readFileSync } from "node:fs";
import { inProject } from "../../scripts/lib/paths.ts";
import { bundleWorker } from "../../scripts/runtime/build.ts";
import { execute, migrate } from "../../scripts/runtime/databases.ts";
import { type Runtime, startRuntime, type WorkerOptions } from "../../scripts/runtime/runtime.ts";
import { apiWorker } from "../../scripts/runtime/workers.ts";
import type { Options } from "../options.ts";
import type { Known } from "./products.ts";
import { seedReadModel } from "./seed.ts";

const ENTRY = `
import worker from "./main.js";
import { metered } from "./metered.js";
export * from "./main.js";
export default metered(worker);`;

type Settings = Pick<Options, "server" | "logLevel">;

/** The API without KV and with a count of the rows it reads, over a read model of `size` generated products. */
export async function startColdShop(
  script: string,
  size: number,
  { server, logLevel }: Settings,
): Promise<{ runtime: Runtime; known: Known[] }> {
  const contents = {
    "entry.js": ENTRY,
    "main.js": script,
    "metered.js": await bundleWorker("bench/floors/metered.ts"),
  };
  const { script: _, ...worker } = offline(script, size, logLevel);
  const modules = Object.entries(contents).map(([path, text]) => ({
    type: "ESModule" as const,
    path,
    contents: text,
  }));
  const runtime = await startRuntime({ ...worker, modules, modulesRoot: "/" }, { server });
  const db = await runtime.database("DB");
  await migrate(db, "migrations/main");
  await execute(db, readFileSync(inProject("demo/shop-settings.sql"), "utf8"));
  const searchDb = await runtime.database("SEARCH_DB");
  await migrate(searchDb, "migrations/search");
  return { runtime, known: await seedReadModel(searchDb, size) };
}

/** The API as deployed, over what the cold shop of this size has left. */
export function startHotShop(script: string, size: number, { server, logLevel }: Settings): Promise<Runtime> {
  return startRuntime(offline(script, size, logLevel), { server });
}

/** A bare Worker that answers the given pages by name. */
export async function startPages(
  pages: Record<string, string>,
  size: number,
  { server }: Settings,
): Promise<Runtime> {
  return startRuntime(
    {
      name: `pages-${size}`,
      modules: true,
      script: await bundleWorker("bench/floors/pages.ts"),
      compatibilityDate: "2026-11-01",
      bindings: { PAGES: pages },
    },
    { server },
  );
}

function offline(script: string, size: number, logLevel: string): WorkerOptions {
  return apiWorker(script, { name: nameOf(size), stripeUrl: undefined, vars: { LOG_LEVEL: logLevel } });
}

function nameOf(size: number): string {
  return `catalog-${size}`;
}

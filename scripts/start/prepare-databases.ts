// Makes both local databases ready in one session of the runtime: migrations, the demo shop's settings, and the statements
// that it is given (a JSON array). A process of its own, so that the runtime's messages are seen only when something fails.
import { readFileSync } from "node:fs";
import { getPlatformProxy, unstable_splitSqlQuery as splitSql } from "wrangler";
import { migrateLocal } from "../lib/migrate-local.ts";
import { inProject } from "../lib/paths.ts";
import { runScript } from "../lib/terminal.ts";

interface Databases {
  DB: D1Database;
  SEARCH_DB: D1Database;
}

/** Only into a shop that has no shipping at all: what a developer changed stays as it is. */
async function addDemoSettings(database: D1Database): Promise<void> {
  if (await database.prepare("SELECT 1 FROM shipping_zones LIMIT 1").first()) return;
  const sql = readFileSync(inProject("demo/shop-settings.sql"), "utf8");
  await database.batch(splitSql(sql).map((statement) => database.prepare(statement)));
}

async function prepare(statements: readonly string[]): Promise<void> {
  const { env, dispose } = await getPlatformProxy<Databases & Record<string, unknown>>({
    configPath: inProject("wrangler.toml"),
    persist: { path: inProject(".wrangler/state/v3") },
    remoteBindings: false,
  });
  try {
    await migrateLocal(env.DB, inProject("migrations/main"));
    await migrateLocal(env.SEARCH_DB, inProject("migrations/search"));
    await addDemoSettings(env.DB);
    await env.DB.batch(statements.map((sql) => env.DB.prepare(sql)));
  } finally {
    await dispose();
  }
}

await runScript(() => prepare(JSON.parse(process.argv[2] ?? "[]") as string[]));

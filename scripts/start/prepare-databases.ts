// Makes both local databases ready in one session of the runtime: migrations, the demo shop's settings, and the statements
// that it is given (a JSON array). A process of its own, so that the runtime's messages are seen only when something fails.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getPlatformProxy, unstable_splitSqlQuery as splitSql } from "wrangler";
import { fromProject, inProject } from "../lib/paths.ts";
import { Failure, runScript } from "../lib/terminal.ts";

interface Databases {
  DB: D1Database;
  SEARCH_DB: D1Database;
}

/** Applies what is new and records it where `wrangler d1 migrations` looks, each file with its record in one batch. */
async function migrate(database: D1Database, folder: string): Promise<void> {
  await database
    .prepare(
      `CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
         applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`,
    )
    .run();
  const { results } = await database.prepare("SELECT name FROM d1_migrations").all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const names = readdirSync(folder).filter((name) => name.endsWith(".sql") && !applied.has(name));
  for (const name of names.sort()) {
    const file = join(folder, name);
    const statements = splitSql(readFileSync(file, "utf8")).map((sql) => database.prepare(sql));
    const record = database.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name);
    await database.batch([...statements, record]).catch((error: unknown) => {
      throw new Failure(`${fromProject(file)}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
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
    await migrate(env.DB, inProject("migrations/main"));
    await migrate(env.SEARCH_DB, inProject("migrations/search"));
    await addDemoSettings(env.DB);
    await env.DB.batch(statements.map((sql) => env.DB.prepare(sql)));
  } finally {
    await dispose();
  }
}

await runScript(() => prepare(JSON.parse(process.argv[2] ?? "[]") as string[]));

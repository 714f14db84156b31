import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unstable_splitSqlQuery } from "wrangler";
import { inProject } from "../lib/paths.ts";
import type { Database, Runtime } from "./runtime.ts";

/** Applies all migrations to both databases of a new shop, and the demo's zones, rates and taxes. */
export async function prepareShop(runtime: Runtime): Promise<void> {
  const db = await runtime.database("DB");
  await migrate(db, "migrations/main");
  await migrate(await runtime.database("SEARCH_DB"), "migrations/search");
  await execute(db, readFileSync(inProject("demo/shop-settings.sql"), "utf8"));
}

/** Applies the migrations of a folder, in the order of their names. */
export async function migrate(db: Database, folder: string): Promise<void> {
  const files = readdirSync(inProject(folder)).filter((file) => file.endsWith(".sql"));
  for (const file of files.sort()) await execute(db, readFileSync(join(inProject(folder), file), "utf8"));
}

/** Runs all statements of a script in one batch. */
export async function execute(db: Database, sql: string): Promise<void> {
  await db.batch(unstable_splitSqlQuery(sql).map((statement) => db.prepare(statement)));
}

/** Stores the hash of a new API key, as the identity module does. */
export async function addApiKey(db: Database, scopes: string[]): Promise<string> {
  const key = `ek_${randomBytes(32).toString("base64url")}`;
  const hash = createHash("sha256").update(key).digest("hex");
  await db
    .prepare(
      "INSERT INTO api_keys (id, name, prefix, secret_hash, scopes, created_at) VALUES (?, 'local', ?, ?, ?, ?)",
    )
    .bind(randomUUID(), key.slice(0, 9), hash, JSON.stringify(scopes), new Date().toISOString())
    .run();
  return key;
}

/** Waits until every event in the outbox was processed by all its subscribers. */
export async function eventsDelivered(db: Database, timeoutMs = 120_000): Promise<void> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const open = await count(
      db,
      `SELECT (SELECT COUNT(*) FROM outbox WHERE delivered_at IS NULL) + (SELECT COUNT(*) FROM event_retries) AS n`,
    );
    if (open === 0) return;
    if (Date.now() > until) throw new Error(`${open} events were not processed in time`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** The one number that a query answers as `n`. */
export async function count(db: Database, sql: string): Promise<number> {
  return (await db.prepare(sql).first<number>("n")) ?? 0;
}

/** Copies the rows of a table into the same table of another database. */
export async function copyTable(from: Database, to: Database, table: string): Promise<void> {
  const { results } = await from.prepare(`SELECT * FROM ${table}`).all();
  const columns = Object.keys(results[0] ?? {});
  const values = columns.map((column) => `value ->> '$.${column}'`).join(", ");
  for (let start = 0; start < results.length; start += 500) {
    await to
      .prepare(`INSERT INTO ${table} (${columns.join(", ")}) SELECT ${values} FROM json_each(?)`)
      .bind(JSON.stringify(results.slice(start, start + 500)))
      .run();
  }
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unstable_splitSqlQuery as splitSql } from "wrangler";
import { fromProject } from "./paths.ts";
import { Failure } from "./terminal.ts";

/** Applies what is new and records it where `wrangler d1 migrations` looks, each file with its record in one batch. */
export async function migrateLocal(database: D1Database, folder: string): Promise<void> {
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

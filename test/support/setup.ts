import type { D1Migration } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { watchLog } from "./log-watch.ts";

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the way the runtime's types are extended
  namespace Cloudflare {
    interface Env {
      TEST_MIGRATIONS: D1Migration[];
      TEST_SEARCH_MIGRATIONS: D1Migration[];
      SHOP_SETTINGS_SQL: string;
    }
  }
}

watchLog();
await migrate(env.DB, env.TEST_MIGRATIONS);
await migrate(env.SEARCH_DB, env.TEST_SEARCH_MIGRATIONS);

const settings = env.SHOP_SETTINGS_SQL.split(";").filter((statement) => statement.includes("INSERT"));
await env.DB.batch(settings.map((statement) => env.DB.prepare(statement)));

/** Every migration in one call, recorded as wrangler does it. */
async function migrate(db: D1Database, migrations: readonly D1Migration[]): Promise<void> {
  await db.batch([
    db.prepare("CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE)"),
    ...migrations.flatMap(({ name, queries }) => [
      ...queries.map((query) => db.prepare(query)),
      db.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name),
    ]),
  ]);
}

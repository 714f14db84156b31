import { applyD1Migrations, type D1Migration } from "cloudflare:test";
import { env } from "cloudflare:workers";

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

await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
await applyD1Migrations(env.SEARCH_DB, env.TEST_SEARCH_MIGRATIONS);

const settings = env.SHOP_SETTINGS_SQL.split(";").filter((statement) => statement.includes("INSERT"));
await env.DB.batch(settings.map((statement) => env.DB.prepare(statement)));

// npm run db:migrate, npm run db:migrate:remote -- --env staging|production: applies the migrations of both databases.
import { parseArgs } from "node:util";
import { placeOf } from "./lib/place.ts";
import { Failure, runScript } from "./lib/terminal.ts";
import { wrangler } from "./lib/wrangler.ts";

function readOptions() {
  try {
    return parseArgs({ options: { remote: { type: "boolean", default: false }, env: { type: "string" } } })
      .values;
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<void> {
  const { remote, env } = readOptions();
  if (remote && env === undefined)
    throw new Failure("Which deployment? Add: -- --env staging (or production)");
  if (!remote && env !== undefined)
    throw new Failure("For a deployment use: npm run db:migrate:remote -- --env …");
  const place = placeOf(env);
  for (const binding of ["DB", "SEARCH_DB"]) {
    const { code } = await wrangler(["d1", "migrations", "apply", binding, ...place.flags]);
    if (code === 0) continue;
    const hint = place.isLocal
      ? ""
      : " The databases are made once with: wrangler d1 create NAME (names in wrangler.toml)";
    throw new Failure(`The migrations of ${binding} could not be applied in ${place.name}.${hint}`);
  }
}

await runScript(main);

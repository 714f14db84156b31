// npm run apikey:create : see HELP.
import { parseArgs } from "node:util";
import { newApiKey } from "../src/modules/identity/index.ts";
import { PERMISSIONS } from "../src/platform/auth.ts";
import { insertApiKeySql, readScopes } from "./lib/api-keys.ts";
import { execute } from "./lib/database.ts";
import { placeOf } from "./lib/place.ts";
import { bold, dim, Failure, runScript } from "./lib/terminal.ts";

const HELP = `Creates an API key, stores its hash and shows the key once.

  npm run apikey:create -- --name NAME --scopes a,b [--expires-days N] [--local | --env staging|production]

  --name           who or what uses the key
  --scopes         all, or some of: ${PERMISSIONS.join(", ")}
  --expires-days   how long it is valid (default: until it is revoked)
  --local          in the local database (the default)
  --env            in the database of a deployment (needs wrangler's login)
`;

const DAY_MS = 24 * 60 * 60 * 1_000;

function readOptions() {
  try {
    return parseArgs({
      options: {
        name: { type: "string", default: "" },
        scopes: { type: "string", default: "" },
        "expires-days": { type: "string" },
        local: { type: "boolean", default: false },
        env: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return void console.log(HELP);
  const name = options.name.trim();
  if (name === "" || name.length > 100) throw new Failure(`--name needs 1 to 100 characters.\n\n${HELP}`);
  if (options.local && options.env !== undefined)
    throw new Failure("Give either --local or --env, not both.");
  const scopes = readScopes(options.scopes);
  const place = placeOf(options.env);
  const now = new Date();
  const { key, row } = await newApiKey(name, scopes, now);
  const expiresAt = expiryOf(options["expires-days"], now);
  await execute(place, [insertApiKeySql({ ...row, expiresAt })]);
  console.log(`\n  ${bold(key)}\n`);
  console.log(
    `  ${name}, in ${place.name}; ${expiresAt === null ? "no expiry" : `valid until ${expiresAt}`}`,
  );
  console.log(`  ${scopes.join(", ")}`);
  console.log(dim("\n  Keep it now: only its hash is stored, so it is never shown again.\n"));
}

function expiryOf(days: string | undefined, now: Date): string | null {
  if (days === undefined) return null;
  const count = /^\d{1,4}$/.test(days) ? Number(days) : 0;
  if (count < 1) throw new Failure(`--expires-days must be a whole number from 1 to 9999, not "${days}".`);
  return new Date(now.getTime() + count * DAY_MS).toISOString();
}

await runScript(main);

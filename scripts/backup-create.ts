// npm run backup:create : see HELP.
import { parseArgs } from "node:util";
import type { BackupBody } from "../src/modules/backups/backups.schema.ts";
import { readBackupOptions } from "./lib/backup-report.ts";
import { readDevState } from "./lib/dev-state.ts";
import { type Answer, reasonOf, request } from "./lib/http.ts";
import { Failure, green, poll, runScript } from "./lib/terminal.ts";

const HELP = `Asks a running server for a backup, and waits until it is made.

  npm run backup:create -- [--url URL] [--key KEY]

  --url   the server (default: the one that npm start runs here)
  --key   an API key with system:admin (default: API_KEY, or the local one)
`;

const TIMEOUT_MS = 60 * 60 * 1_000;

async function main(): Promise<void> {
  const options = readBackupOptions(HELP, (config) => parseArgs(config).values);
  if (options.help) return void console.log(HELP);
  const local = readDevState();
  const base = (options.url ?? local?.base_url ?? "http://localhost:8787").replace(/\/+$/, "");
  // The local key goes to the local server only.
  const key = options.key ?? process.env["API_KEY"] ?? (base === local?.base_url ? local.api_key : undefined);
  if (key === undefined)
    throw new Failure(`Which API key is good for ${base}? Give it with --key or in API_KEY.`);
  const ask = (method: string, path: string): Promise<Answer<BackupBody>> =>
    request<BackupBody>(method, `${base}${path}`, { headers: { Authorization: `Bearer ${key}` } }).catch(
      (error: unknown) => {
        throw new Failure(`There is no server at ${base} (${reasonOf(error)}). Start it with: npm start`);
      },
    );
  const asked = await ask("POST", "/api/v1/ops/backups");
  if (asked.status !== 202)
    throw new Failure(`It was refused: ${asked.status} ${JSON.stringify(asked.body)}`);
  const { id } = asked.body;
  console.log(`  ${id} is asked for; a job begins within a minute`);
  let told = "";
  const made = await poll(
    async () => {
      const { body } = await ask("GET", `/api/v1/ops/backups/${id}`);
      if (body.status !== told) console.log(`  ${(told = body.status)}`);
      return body.finished_at === undefined ? undefined : body;
    },
    { timeoutMs: TIMEOUT_MS, everyMs: 2_000 },
  );
  if (made?.status !== "succeeded")
    throw new Failure(`It was not made: ${made?.error ?? "it takes too long"}`);
  console.log(`${green("✓")} ${made.rows} rows, ${made.bytes} bytes, as of ${made.snapshot_at}`);
}

await runScript(main);

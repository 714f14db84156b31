import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { newApiKey } from "../../src/modules/identity/index.ts";
import { PERMISSIONS } from "../../src/platform/auth.ts";
import { apiKeyValues } from "../lib/api-keys.ts";
import { readDevState } from "../lib/dev-state.ts";
import { inProject, ROOT } from "../lib/paths.ts";
import { Failure, step } from "../lib/terminal.ts";
import { WRANGLER_ENV } from "../lib/wrangler.ts";

/** How far the databases in .wrangler/state are prepared. It lies beside them, so it goes when they go. */
interface Progress {
  /** A digest of everything that the preparation reads. */
  prepared?: string;
  hasDemoCatalog?: boolean;
}

const STATE = inProject(".wrangler/state");
const PROGRESS_FILE = join(STATE, "setup.json");

/** How far this folder's databases are prepared. */
export function readProgress(): Progress {
  if (!existsSync(PROGRESS_FILE) || !existsSync(join(STATE, "v3/d1"))) return {};
  return JSON.parse(readFileSync(PROGRESS_FILE, "utf8")) as Progress;
}

/** Notes a step of the preparation as done. */
export function saveProgress(done: Progress): void {
  mkdirSync(STATE, { recursive: true });
  writeFileSync(PROGRESS_FILE, JSON.stringify({ ...readProgress(), ...done }));
}

/**
 * Makes both databases ready and returns the local API key, which has every permission. Does nothing when nothing has
 * changed since the last time.
 */
export async function ensureDatabases(): Promise<string> {
  const inputs = digestOfInputs();
  const knownKey = readDevState()?.api_key;
  if (knownKey !== undefined && readProgress().prepared === inputs) return knownKey;
  if (readProgress().prepared === undefined) rmSync(PROGRESS_FILE, { force: true });

  const { key, row } = await newApiKey("local development", [...PERMISSIONS], new Date());
  await step("Preparing the databases (migrations, shop settings, API key)", () =>
    prepare(apiKeyValues(row)),
  );
  saveProgress({ prepared: inputs });
  return key;
}

function digestOfInputs(): string {
  const digest = createHash("sha256");
  for (const folder of ["migrations/main", "migrations/search"]) {
    for (const name of readdirSync(inProject(folder)).sort()) {
      digest.update(`${folder}/${name}\n`).update(readFileSync(inProject(`${folder}/${name}`)));
    }
  }
  return digest.update(readFileSync(inProject("demo/shop-settings.sql"))).digest("hex");
}

function prepare(keyValues: string[]): Promise<void> {
  const script = fileURLToPath(import.meta.resolve("./prepare-databases.ts"));
  const env = { ...process.env, ...WRANGLER_ENV, CLOUDFLARE_CF_FETCH_ENABLED: "false" };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, ...keyValues], { cwd: ROOT, env }, (error, stdout, stderr) => {
      if (error) reject(new Failure(`The databases could not be prepared: ${reasonIn(stdout + stderr)}`));
      else resolve();
    });
  });
}

/** What the script itself said at last, without the runtime's warnings before; all of it when it said nothing. */
function reasonIn(output: string): string {
  const start = output.lastIndexOf("\nerror ");
  return start === -1 ? output : output.slice(start + "\nerror ".length).trimEnd();
}

// npm run catalog:import -- FILE... : see HELP.
import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { ImportReport } from "../src/modules/catalog/catalog.schema.ts";
import type { JobBody } from "../src/modules/transfers/transfers.schema.ts";
import { readDevState } from "./lib/dev-state.ts";
import { reasonOf, request } from "./lib/http.ts";
import { Failure, green, red, runScript } from "./lib/terminal.ts";

const HELP = `Imports products from CSV files in Shopify's export format, or from NDJSON files as this shop exports them.

  npm run catalog:import -- FILE... [--dry-run] [--currency EUR] [--url URL] [--key KEY]

  --dry-run    only report what would happen
  --currency   of the files' prices (default: the shop's first currency)
  --url        the API (default: the server that npm start runs here)
  --key        an API key with the scope product:manage (default: API_KEY, or the local one)

Ends with exit code 1 when a row is refused; the other rows are imported all the same. Files of more than 4 MiB or
5,000 rows, and NDJSON, are imported in the background of the server; this waits for the end.
`;

/** What POST /products/import takes at once. */
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_LINES = 5_000;
const POLL_MS = 1_000;

interface Target {
  base: string;
  key: string;
}

function readOptions() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        "dry-run": { type: "boolean", default: false },
        currency: { type: "string" },
        url: { type: "string" },
        key: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

async function main(): Promise<void> {
  const { values, positionals: files } = readOptions();
  if (values.help) return void console.log(HELP);
  if (files.length === 0) throw new Failure(`Name at least one file.\n\n${HELP}`);
  const target = targetOf(values.url, values.key);
  const query = new URLSearchParams();
  if (values["dry-run"]) query.set("dry_run", "true");
  if (values.currency !== undefined) query.set("currency", values.currency);
  for (const file of files) {
    const report = await importFile(target, file, query.toString());
    if (report.failed > 0) process.exitCode = 1;
    printReport(file, report, values["dry-run"]);
  }
}

function targetOf(url: string | undefined, key: string | undefined): Target {
  const local = readDevState();
  const base = (url ?? local?.base_url ?? "http://localhost:8787").replace(/\/+$/, "");
  // The local key goes to the local server only.
  const chosen = key ?? process.env["API_KEY"] ?? (base === local?.base_url ? local.api_key : undefined);
  if (chosen === undefined)
    throw new Failure(`Which API key is good for ${base}? Give it with --key or in API_KEY.`);
  if (!URL.canParse(base)) throw new Failure(`--url must be a URL, not "${base}".`);
  return { base, key: chosen };
}

async function importFile(target: Target, file: string, query: string): Promise<ImportReport> {
  const text = readText(file);
  const isNdjson = extname(file) === ".ndjson";
  const isLarge =
    new TextEncoder().encode(text).length > MAX_BYTES || text.split("\n", MAX_LINES + 1).length > MAX_LINES;
  if (isNdjson || isLarge) {
    return importInBackground(target, text, isNdjson ? "application/x-ndjson" : "text/csv", query, file);
  }
  const call = { text, headers: { "Content-Type": "text/csv" }, timeoutMs: 120_000 };
  return ask<ImportReport>(target, "POST", `/api/v1/products/import?${query}`, call, file);
}

async function importInBackground(
  target: Target,
  text: string,
  type: string,
  query: string,
  file: string,
): Promise<ImportReport> {
  const call = { text, headers: { "Content-Type": type }, timeoutMs: 300_000 };
  let job = await ask<JobBody>(target, "POST", `/api/v1/products/imports?${query}`, call, file);
  while (job.finished_at === undefined) {
    await setTimeout(POLL_MS);
    job = await ask<JobBody>(target, "GET", `/api/v1/jobs/${job.id}`, {}, file);
  }
  if (job.status !== "succeeded") {
    throw new Failure(`${file}: the job ${job.id} has ${job.status}. ${job.error?.message ?? ""}`);
  }
  const { created = 0, updated = 0, unchanged = 0 } = job.result;
  const { data } = await ask<{ data: ImportReport["errors"] }>(
    target,
    "GET",
    `${job.errors_url}?limit=100`,
    {},
    file,
  );
  return { created, updated, unchanged, failed: job.progress.failed, errors: data };
}

async function ask<Body>(
  { base, key }: Target,
  method: string,
  path: string,
  call: { text?: string; headers?: Record<string, string>; timeoutMs?: number },
  file: string,
): Promise<Body> {
  const headers = { ...call.headers, Authorization: `Bearer ${key}` };
  const answer = await request<Body>(method, `${base}${path}`, { ...call, headers }).catch(
    (error: unknown) => {
      throw new Failure(`There is no server at ${base} (${reasonOf(error)}). Start it with: npm start`);
    },
  );
  if (answer.status === 200 || answer.status === 202) return answer.body;
  throw new Failure(`${file} was refused: ${answer.status} ${JSON.stringify(answer.body, null, 2)}`);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function printReport(file: string, report: ImportReport, isDryRun: boolean): void {
  const { created, updated, unchanged, failed, errors } = report;
  for (const { line, code, message } of errors) console.log(`${red(`${file}:${line}`)} ${code} ${message}`);
  const counts = `${created} created, ${updated} updated, ${unchanged} unchanged, ${failed} rows refused`;
  const mark = failed > 0 ? red("✗") : green("✓");
  console.log(`${mark} ${basename(file)}${isDryRun ? " (dry run)" : ""}: ${counts}`);
}

await runScript(main);

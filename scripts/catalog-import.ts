// npm run catalog:import -- FILE... : see HELP.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import type { ImportReport } from "../src/modules/catalog/catalog.schema.ts";
import { readDevState } from "./lib/dev-state.ts";
import { reasonOf, request } from "./lib/http.ts";
import { Failure, green, red, runScript } from "./lib/terminal.ts";

const HELP = `Imports products from CSV files in Shopify's export format.

  npm run catalog:import -- FILE... [--dry-run] [--currency EUR] [--url URL] [--key KEY]

  --dry-run    only report what would happen
  --currency   of the files' prices (default: the shop's first currency)
  --url        the API (default: the server that npm start runs here)
  --key        an API key with the scope product:manage (default: API_KEY, or the local one)

Ends with exit code 1 when a row is refused; the other rows are imported all the same.
`;

interface Target {
  url: URL;
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
  if (values["dry-run"]) target.url.searchParams.set("dry_run", "true");
  if (values.currency !== undefined) target.url.searchParams.set("currency", values.currency);
  for (const file of files) {
    const report = await importFile(target, file);
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
  return { url: new URL(`${base}/api/v1/products/import`), key: chosen };
}

async function importFile({ url, key }: Target, file: string): Promise<ImportReport> {
  const { status, body } = await request<ImportReport>("POST", url.href, {
    text: readText(file),
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "text/csv" },
    timeoutMs: 120_000,
  }).catch((error: unknown) => {
    throw new Failure(`There is no server at ${url.origin} (${reasonOf(error)}). Start it with: npm start`);
  });
  if (status !== 200) throw new Failure(`${file} was refused: ${status} ${JSON.stringify(body, null, 2)}`);
  return body;
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

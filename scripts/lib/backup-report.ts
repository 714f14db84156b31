import type { Manifest } from "../../src/modules/backups/index.ts";
import { bold, dim, Failure } from "./terminal.ts";

const OPTIONS = {
  from: { type: "string" },
  into: { type: "string" },
  "local-state": { type: "string" },
  env: { type: "string" },
  url: { type: "string" },
  key: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** What the command line says. @throws Failure with the help for what it does not know */
export function readBackupOptions<Values>(
  help: string,
  parse: (config: { options: typeof OPTIONS }) => Values,
): Values {
  try {
    return parse({ options: OPTIONS });
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

export function summaryOf({ id, shop, environment, snapshot_at, rows, bytes, tables }: Manifest): string {
  const size = `${tables.length} tables, ${rows} rows, ${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${bold(id)} ${shop}, ${environment}, as of ${snapshot_at}: ${size}`;
}

/** A line for each table that has rows: its name, rows and checksum. */
export function printTables({ tables }: Manifest): void {
  const filled = tables.filter(({ rows }) => rows > 0);
  const width = Math.max(...filled.map(({ name }) => name.length));
  for (const { name, rows, checksum } of filled) {
    console.log(`  ${name.padEnd(width)} ${String(rows).padStart(9)}  ${dim(checksum.slice(0, 16))}`);
  }
  console.log(dim(`  ${tables.length - filled.length} more tables are empty`));
}

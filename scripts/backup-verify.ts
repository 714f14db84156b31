// npm run backup:verify : see HELP.
import { parseArgs } from "node:util";
import { verifyDump } from "./lib/backup-dump.ts";
import { openDump } from "./lib/backup-place.ts";
import { printTables, readBackupOptions, summaryOf } from "./lib/backup-report.ts";
import { placeOf } from "./lib/place.ts";
import { Failure, green, runScript, step } from "./lib/terminal.ts";

const HELP = `Reads a backup to the end: every object and every table must have its checksum.

  npm run backup:verify -- --from ID|latest|FOLDER [--env staging|production]
`;

async function main(): Promise<void> {
  const options = readBackupOptions(HELP, (config) => parseArgs(config).values);
  if (options.help) return void console.log(HELP);
  if (options.from === undefined) throw new Failure(`Which backup? Give it with --from.\n\n${HELP}`);
  const dump = await openDump(options.from, placeOf(options.env));
  console.log(summaryOf(dump.manifest));
  try {
    await step("checking the backup", () => verifyDump(dump, () => {}));
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    await dump.close();
  }
  printTables(dump.manifest);
  console.log(`${green("✓")} the backup is whole`);
}

await runScript(main);

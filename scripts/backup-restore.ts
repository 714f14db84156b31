// npm run backup:restore : see HELP.
import { parseArgs } from "node:util";
import { verifyDatabase } from "./lib/backup-database.ts";
import { verifyDump } from "./lib/backup-dump.ts";
import { announceRestore, restoreDump } from "./lib/backup-load.ts";
import { openDump, openLocalTarget, openRemoteTarget } from "./lib/backup-place.ts";
import { printTables, readBackupOptions, summaryOf } from "./lib/backup-report.ts";
import { placeOf } from "./lib/place.ts";
import { dim, Failure, green, runScript, step } from "./lib/terminal.ts";

const HELP = `Restores a backup into an empty database, and compares every table with the backup.

  npm run backup:restore -- --from ID|latest|FOLDER [--env staging|production] --into DATABASE
  npm run backup:restore -- --from ID|latest|FOLDER [--env staging|production] --local-state FOLDER

  --from          the id of a backup, the latest one, or a folder that holds its objects
  --env           whose bucket it is read from (default: the local one)
  --into          the name of a database of your account: wrangler d1 create NAME
  --local-state   a new folder for local state; then: wrangler dev --persist-to FOLDER
`;

async function main(): Promise<void> {
  const options = readBackupOptions(HELP, (config) => parseArgs(config).values);
  if (options.help) return void console.log(HELP);
  const { from, into, "local-state": localState } = options;
  if (from === undefined) throw new Failure(`Which backup? Give it with --from.\n\n${HELP}`);
  if ((into === undefined) === (localState === undefined)) {
    throw new Failure(`Where to? Give either --into or --local-state.\n\n${HELP}`);
  }
  const dump = await openDump(from, placeOf(options.env));
  console.log(summaryOf(dump.manifest));
  const target = localState === undefined ? openRemoteTarget(into ?? "") : await openLocalTarget(localState);
  try {
    await step("checking the backup", () => verifyDump(dump, () => {}));
    await step("writing", async () => {
      await restoreDump(dump, target, () => {});
      await target.finish();
    });
    await step("comparing every table", () => verifyDatabase(dump.manifest, target, () => {}));
    await announceRestore(dump.manifest, target);
    await target.finish();
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    await target.close();
    await dump.close();
  }
  printTables(dump.manifest);
  console.log(`${green("✓")} every table is equal to the backup by its count and checksum`);
  console.log(
    "  Once it runs, the shop erases again who was erased since the dump, and rebuilds the catalog.",
  );
  console.log(dim('  What to do now: docs/architecture/backups.md, "After a restore".'));
}

await runScript(main);

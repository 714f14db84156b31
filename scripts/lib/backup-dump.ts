import {
  addRows,
  emptySum,
  type Line,
  type Manifest,
  sumText,
  unpackLines,
} from "../../src/modules/backups/index.ts";

/** A dump, wherever it lies. */
export interface Dump {
  manifest: Manifest;
  /** The bytes of an object by its name in the manifest. @throws when it is missing */
  read(object: string): Promise<ArrayBuffer>;
}

export type Table = Manifest["tables"][number];
/** Hears of each table that is done. */
export type Tell = (table: Table) => void;

/**
 * Reads a dump to the end: every object has its checksum, every table the rows and the checksum that the manifest names.
 * @throws Error that names what is missing or damaged
 */
export async function verifyDump(dump: Dump, tell: Tell): Promise<void> {
  for (const table of dump.manifest.tables) {
    const sum = emptySum();
    let rows = 0;
    for await (const lines of linesOf(dump, table)) {
      await addRows(
        sum,
        lines.map(({ r }) => r ?? ""),
      );
      rows += lines.length;
    }
    compareTable(table, { rows, checksum: sumText(sum) }, "the dump");
    tell(table);
  }
}

/** @throws Error that names the table, and where it differs from the manifest */
export function compareTable(table: Table, found: { rows: number; checksum: string }, where: string): void {
  if (found.rows !== table.rows) {
    throw new Error(`${table.name} has ${found.rows} rows in ${where}, and ${table.rows} in the manifest`);
  }
  if (found.checksum !== table.checksum) {
    throw new Error(`${table.name} has another checksum in ${where} than in the manifest`);
  }
}

/** The rows of a table at the moment that the dump shows. */
export async function* linesOf(dump: Dump, table: Table): AsyncGenerator<Line[]> {
  const read = async ({ object, sha256, rows }: Table["chunks"][number]) => {
    const lines = await unpackLines(await dump.read(object), sha256, object);
    if (lines.length !== rows)
      throw new Error(`${object} is damaged: it has ${lines.length} rows of ${rows}`);
    return lines;
  };
  const changed = new Map<string, string | null>();
  for (const file of table.changes) for (const { k, r } of await read(file)) changed.set(k, r);
  for (const file of table.chunks) yield (await read(file)).filter(({ k }) => !changed.has(k));
  yield [...changed].filter(([, r]) => r !== null).map(([k, r]) => ({ k, r }));
}

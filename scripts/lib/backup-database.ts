import {
  addRows,
  type DumpTable,
  emptySum,
  type Line,
  type Manifest,
  nextRowsSql,
  sumText,
} from "../../src/modules/backups/index.ts";
import { compareTable, type Tell } from "./backup-dump.ts";

/** A database to restore into. */
export interface Target {
  /** Runs statements, all or none; foreign keys count at their end only. */
  run(statements: readonly string[]): Promise<void>;
  all<Row>(query: string): Promise<Row[]>;
}

/** What one query reads back. */
const MOST = { rows: 5_000, characters: 4_000_000 };

/** Compares every table of a restored database with the manifest. @throws Error that names the table that differs */
export async function verifyDatabase(manifest: Manifest, target: Target, tell: Tell): Promise<void> {
  for (const table of manifest.tables) {
    compareTable(table, await measureTable(table, target), "the database");
    tell(table);
  }
}

/** The number of rows of a table, and their checksum. */
export async function measureTable(
  table: DumpTable,
  target: Pick<Target, "all">,
): Promise<{ rows: number; checksum: string }> {
  const sum = emptySum();
  let rows = 0;
  let after: string | null = null;
  for (;;) {
    const lines: Line[] = await target.all<Line>(nextRowsSql(table, after, MOST));
    if (lines.length === 0) return { rows, checksum: sumText(sum) };
    await addRows(
      sum,
      lines.map(({ r }) => r ?? ""),
    );
    rows += lines.length;
    after = lines.at(-1)?.k ?? null;
  }
}

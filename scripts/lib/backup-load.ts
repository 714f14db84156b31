import { backupRestored, literal, type Manifest, quoted } from "../../src/modules/backups/index.ts";
import type { Target } from "./backup-database.ts";
import { type Dump, linesOf, type Table, type Tell } from "./backup-dump.ts";
import { PIECES, tupleOf } from "./backup-tuple.ts";

/** D1 takes statements of up to 100 KB; this counts characters, most of which take one byte. */
const STATEMENT = 60_000;
const TRANSACTION = 1_000_000;

/** Makes schema and rows of a dump in an empty database. @throws Error when the database is not empty */
export async function restoreDump(dump: Dump, target: Target, tell: Tell): Promise<void> {
  const [found] = await target.all<{ name: string }>(
    String.raw`SELECT name FROM sqlite_master WHERE name NOT LIKE '\_cf\_%' ESCAPE '\' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' LIMIT 1`,
  );
  if (found) throw new Error(`the database is not empty: it has ${found.name}`);
  const { schema, sequences, tables } = dump.manifest;
  const made = (type: string) => schema.filter((object) => object.type === type).map(({ sql }) => sql);
  await target.run([
    ...made("table"),
    `CREATE TABLE ${PIECES} (id INTEGER, n INTEGER, piece TEXT, PRIMARY KEY (id, n))`,
  ]);
  for (const table of parentsFirst(tables)) {
    await loadTable(dump, table, target);
    tell(table);
  }
  await target.run([
    `DROP TABLE ${PIECES}`,
    ...Object.entries(sequences).flatMap(([name, seq]) => [
      `DELETE FROM sqlite_sequence WHERE name = ${literal(name)}`,
      `INSERT INTO sqlite_sequence (name, seq) VALUES (${literal(name)}, ${seq})`,
    ]),
    ...made("index"),
    ...made("trigger"),
    ...made("view"),
  ]);
}

/** Tells the shop that will run on the restored database. Not part of the dump: the tables are compared before. */
export async function announceRestore({ id, snapshot_at }: Manifest, target: Target): Promise<void> {
  const payload = literal(JSON.stringify({ backup_id: id, snapshot_at }));
  const values = [crypto.randomUUID(), backupRestored.type, new Date().toISOString()].map(literal).join(", ");
  await target.run([`INSERT INTO outbox (id, type, occurred_at, payload) VALUES (${values}, ${payload})`]);
}

/** Tables after those that their rows point to. */
function parentsFirst(tables: readonly Table[]): Table[] {
  const ordered = new Set<Table>();
  const visit = (table: Table, path: readonly Table[]) => {
    if (ordered.has(table)) return;
    if (path.includes(table)) throw new Error(`rows of ${table.name} and other tables point to one another`);
    for (const name of table.references) {
      const parent = tables.find((candidate) => candidate.name === name);
      if (parent && parent !== table) visit(parent, [...path, table]);
    }
    ordered.add(table);
  };
  for (const table of tables) visit(table, []);
  return [...ordered];
}

async function loadTable(dump: Dump, table: Table, target: Target): Promise<void> {
  const withRowid = table.key === null && !table.has_rowid_column;
  const columns = [...(withRowid ? ["rowid"] : []), ...table.columns.map(quoted)];
  const head = `INSERT INTO ${quoted(table.name)} (${columns.join(", ")}) VALUES `;
  // Rows that point to others of their table have to come together.
  const most = table.references.includes(table.name) ? Number.POSITIVE_INFINITY : TRANSACTION;
  let statements: string[] = [];
  let size = 0;
  let values: string[] = [];
  let length = 0;
  const endStatement = () => {
    if (values.length === 0) return;
    statements.push(head + values.join(", "));
    values = [];
    length = 0;
  };
  for await (const lines of linesOf(dump, table)) {
    for (const { k, r } of lines) {
      const { tuple, pieces } = tupleOf(r ?? "[]", withRowid ? [k] : []);
      if (length + tuple.length > STATEMENT || pieces.length > 0) endStatement();
      statements.push(...pieces);
      values.push(tuple);
      length += tuple.length;
      size += tuple.length;
      if (pieces.length > 0) {
        endStatement();
        statements.push(`DELETE FROM ${PIECES}`);
      }
      if (size > most) {
        endStatement();
        await target.run(statements);
        statements = [];
        size = 0;
      }
    }
  }
  endStatement();
  if (statements.length > 0) await target.run(statements);
}

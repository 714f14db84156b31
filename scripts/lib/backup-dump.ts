import {
  addRows,
  backupRestored,
  type DumpTable,
  emptySum,
  type Line,
  literal,
  type Manifest,
  nextRowsSql,
  quoted,
  sumText,
  unpackLines,
} from "../../src/modules/backups/index.ts";

/** A dump, wherever it lies. */
export interface Dump {
  manifest: Manifest;
  /** The bytes of an object by its name in the manifest. @throws when it is missing */
  read(object: string): Promise<ArrayBuffer>;
}

/** A database to restore into. */
export interface Target {
  /** Runs statements, all or none; foreign keys count at their end only. */
  run(statements: readonly string[]): Promise<void>;
  all<Row>(query: string): Promise<Row[]>;
}

type Table = Manifest["tables"][number];
type Tell = (table: Table) => void;

/** What one query reads back. */
const MOST = { rows: 5_000, characters: 4_000_000 };
/** D1 takes statements of up to 100 KB; this counts characters, most of which take one byte. */
const STATEMENT = 60_000;
/** A value that is longer than this is put together from pieces. */
const PIECE = 15_000;
const LONG = 20_000;
const TRANSACTION = 1_000_000;
const PIECES = "restore_pieces";
const encoder = new TextEncoder();

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
    compare(table, { rows, checksum: sumText(sum) }, "the dump");
    tell(table);
  }
}

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

/** Compares every table of a restored database with the manifest. @throws Error that names the table that differs */
export async function verifyDatabase(manifest: Manifest, target: Target, tell: Tell): Promise<void> {
  for (const table of manifest.tables) {
    compare(table, await measureTable(table, target), "the database");
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

function compare(table: Table, found: { rows: number; checksum: string }, where: string): void {
  if (found.rows !== table.rows) {
    throw new Error(`${table.name} has ${found.rows} rows in ${where}, and ${table.rows} in the manifest`);
  }
  if (found.checksum !== table.checksum) {
    throw new Error(`${table.name} has another checksum in ${where} than in the manifest`);
  }
}

/** The rows of a table at the moment that the dump shows. */
async function* linesOf(dump: Dump, table: Table): AsyncGenerator<Line[]> {
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

/** A number as it was written, however many digits it has. */
class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A row in SQL: `(1, 'text', NULL)`. Statements to be run before it hold the pieces of what is too long for one. */
function tupleOf(row: string, first: readonly string[]): { tuple: string; pieces: string[] } {
  const exact = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === "number" ? new Digits(context?.source ?? String(value)) : value;
  const values = JSON.parse(row, exact) as (null | string | Digits | { real?: string; blob?: string })[];
  const pieces: string[] = [];
  const written = values.map((value, at) => {
    if (value === null) return "NULL";
    if (value instanceof Digits) return value.text;
    if (typeof value === "object") {
      if (value.real !== undefined) return value.real;
      return fromPieces(
        value.blob ?? "",
        at,
        pieces,
        (text) => `X'${text}'`,
        (text) => `unhex(${text})`,
      );
    }
    if (!value.includes("\0")) return fromPieces(value, at, pieces, literal, (text) => text);
    const hex = Array.from(encoder.encode(value), (byte) => byte.toString(16).padStart(2, "0")).join("");
    return `CAST(${fromPieces(
      hex,
      at,
      pieces,
      (text) => `X'${text}'`,
      (text) => `unhex(${text})`,
    )} AS TEXT)`;
  });
  return { tuple: `(${[...first, ...written].join(", ")})`, pieces };
}

function fromPieces(
  text: string,
  id: number,
  pieces: string[],
  short: (text: string) => string,
  long: (text: string) => string,
): string {
  if (text.length <= LONG) return short(text);
  const characters = [...text];
  for (let at = 0; at < characters.length; at += PIECE) {
    const piece = literal(characters.slice(at, at + PIECE).join(""));
    pieces.push(`INSERT INTO ${PIECES} VALUES (${id}, ${at}, ${piece})`);
  }
  return long(
    `(SELECT group_concat(piece, '') FROM (SELECT piece FROM ${PIECES} WHERE id = ${id} ORDER BY n))`,
  );
}

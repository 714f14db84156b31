import { getTableColumns, getTableName, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";

/** Reads of the main database. Writes go through `commit`. */
export interface Db {
  /** The rows of a statement. They keep their SQL names. */
  all<Row>(statement: Statement): Promise<Row[]>;
}

/** A D1 binding as what reads from it. */
export function openDb(d1: D1Database): Db {
  return {
    async all<Row>(statement: Statement) {
      return (await prepareStatement(d1, statement).all<Row>()).results;
    },
  };
}

/** An unexecuted statement: a Drizzle builder or a `sql` template. Only `commit` and `readBatch` run them. */
export type Statement = SQLWrapper;

/** How Drizzle writes SQL for SQLite; its own dialect would bring all query builders into the bundle. */
const DIALECT: Parameters<SQL["toQuery"]>[0] = {
  casing: { getColumnCasing: (column: { name: string }) => column.name } as never,
  escapeName: (name) => `"${name.replaceAll('"', '""')}"`,
  escapeParam: () => "?",
  escapeString: (text) => `'${text.replaceAll("'", "''")}'`,
};

/** A statement that is built already: its text with a "?" for each value. */
class BuiltStatement implements SQLWrapper {
  readonly text: string;
  readonly values: readonly unknown[];

  constructor(text: string, values: readonly unknown[]) {
    this.text = text;
    this.values = values;
  }

  /** For whoever puts it into a larger statement. */
  getSQL(): SQL {
    const parts = this.text.split("?").map((part) => sql.raw(part));
    return sql.join(parts.flatMap((part, at) => (at === 0 ? [part] : [sql`${this.values[at - 1]}`, part])));
  }

  shouldOmitSQLParens(): boolean {
    return true;
  }
}

/** D1, or what is asked as D1 is. */
interface Preparing<Prepared> {
  prepare(sql: string): { bind(...values: unknown[]): Prepared };
}

/** Binds a statement to a database without running it. */
export function prepareStatement<Prepared>(d1: Preparing<Prepared>, statement: Statement): Prepared {
  if (statement instanceof BuiltStatement) return d1.prepare(statement.text).bind(...statement.values);
  const query = statement.getSQL().toQuery(DIALECT);
  return d1.prepare(query.sql).bind(...query.params);
}

/** Runs several reads in one round trip. The rows keep their SQL names: select every column under a unique alias. */
export async function readBatch<Rows extends unknown[]>(
  d1: Pick<D1Database, "prepare" | "batch">,
  statements: { [Index in keyof Rows]: Statement },
): Promise<{ [Index in keyof Rows]: Rows[Index][] }> {
  const asked = statements.filter((statement) => statement !== noRows);
  const results =
    asked.length > 0 ? await d1.batch(asked.map((statement) => prepareStatement(d1, statement))) : [];
  let next = 0;
  const rows = statements.map((statement) => (statement === noRows ? [] : results[next++]?.results));
  // The caller names the row types next to the SQL that yields them; D1 returns one result a statement, in order.
  return rows as { [Index in keyof Rows]: Rows[Index][] };
}

/** A statement without rows, to keep a place in a batch of reads: `readBatch` does not run it. */
export const noRows: Statement = sql`SELECT 1 WHERE 0`;

/** D1 refuses more bound values than this in one statement. */
const MAX_BOUND = 100;

interface InsertText {
  columns: { key: string; column: SQLiteColumn }[];
  names: string[];
  /** INSERT INTO table (columns) */
  head: string;
  /** One row of marks, and the same columns out of a JSON object. */
  marks: string;
  members: string;
}

const insertTexts = new WeakMap<SQLiteTable, InsertText>();

function insertTextOf(table: SQLiteTable): InsertText {
  const known = insertTexts.get(table);
  if (known) return known;
  const columns = Object.entries(getTableColumns(table)).map(([key, column]) => ({ key, column }));
  const names = columns.map(({ column }) => column.name);
  const text = {
    columns,
    names,
    head: `INSERT INTO "${getTableName(table)}" (${names.map((name) => `"${name}"`).join(", ")})`,
    marks: `(${names.map(() => "?").join(", ")})`,
    members: names.map((name) => `value ->> '$.${name}'`).join(", "),
  };
  insertTexts.set(table, text);
  return text;
}

/**
 * Inserts any number of rows in one statement: few as they are, which is what SQLite does fastest, many as one JSON value, because D1
 * bounds how many values are bound. `suffix` is appended as it is: an ON CONFLICT or RETURNING clause, or a further condition that
 * starts with AND.
 */
export function insertRows<Table extends SQLiteTable>(
  table: Table,
  rows: readonly Table["$inferInsert"][],
  suffix?: SQL,
): Statement {
  const { columns, names, head, marks, members } = insertTextOf(table);
  const valuesOf = (row: Table["$inferInsert"]) =>
    columns.map(({ key, column }): unknown => {
      const given = (row as Record<string, unknown>)[key];
      const value: unknown = given === undefined ? column.default : given;
      return value == null ? null : column.mapToDriverValue(value);
    });
  const end = suffix?.toQuery(DIALECT);
  const tail = end ? ` ${end.sql}` : "";
  const more = end?.params ?? [];
  // A further condition, as "AND EXISTS …", needs the WHERE of a SELECT.
  const fitsValues = end === undefined || /^(ON CONFLICT|RETURNING)/.test(end.sql);
  if (fitsValues && rows.length > 0 && rows.length * columns.length + more.length <= MAX_BOUND) {
    const text = `${head} VALUES ${rows.map(() => marks).join(", ")}${tail}`;
    return new BuiltStatement(text, [...rows.flatMap(valuesOf), ...more]);
  }
  const objects = rows.map((row) =>
    Object.fromEntries(valuesOf(row).map((value, at): [string, unknown] => [names[at] ?? "", value])),
  );
  const text = `${head} SELECT ${members} FROM json_each(?) WHERE true${tail}`;
  return new BuiltStatement(text, [JSON.stringify(objects), ...more]);
}

/** `IN (…)` over any number of values through one bound JSON parameter. */
export function inList(values: readonly (string | number)[]): SQL {
  return sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
}

import { getTableColumns, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import { type SQLiteTable, SQLiteSyncDialect, getTableConfig } from "drizzle-orm/sqlite-core";

export type Db = DrizzleD1Database;

const opened = new WeakMap<D1Database, Db>();

/** The query builder over a D1 binding. */
export function openDb(d1: D1Database): Db {
  let db = opened.get(d1);
  if (!db) {
    db = drizzle(d1);
    opened.set(d1, db);
  }
  return db;
}

/** An unexecuted statement: a Drizzle builder or a `sql` template. Only `commit` and `readBatch` run them. */
export type Statement = SQLWrapper;

const dialect = new SQLiteSyncDialect();

/** Binds a statement to a database without running it. */
export function prepareStatement(d1: Pick<D1Database, "prepare">, statement: Statement): D1PreparedStatement {
  const query = dialect.sqlToQuery(statement.getSQL());
  return d1.prepare(query.sql).bind(...query.params);
}

/** Runs several reads in one round trip. The rows keep their SQL names: select every column under a unique alias. */
export async function readBatch<Rows extends unknown[]>(
  d1: Pick<D1Database, "prepare" | "batch">,
  statements: { [Index in keyof Rows]: Statement },
): Promise<{ [Index in keyof Rows]: Rows[Index][] }> {
  const results = await d1.batch(statements.map((statement) => prepareStatement(d1, statement)));
  // The caller names the row types next to the SQL that yields them; D1 returns one result a statement, in order.
  return results.map((result) => result.results) as { [Index in keyof Rows]: Rows[Index][] };
}

/** A statement without rows, to keep a place in a batch. */
export const noRows: Statement = sql`SELECT 1 WHERE 0`;

/**
 * Inserts any number of rows in one statement and one bound parameter (D1 refuses more than 100 of them).
 * `suffix` is appended as it is, e.g. an ON CONFLICT clause.
 */
export function insertRows<Table extends SQLiteTable>(
  table: Table,
  rows: readonly Table["$inferInsert"][],
  suffix: SQL = sql``,
): SQL {
  const columns = Object.entries(getTableColumns(table));
  const encoded = rows.map((row) =>
    Object.fromEntries(
      columns.map(([key, column]) => {
        const value = (row as Record<string, unknown>)[key];
        if (value === undefined) return [column.name, column.default ?? null];
        return [column.name, value === null ? null : column.mapToDriverValue(value)];
      }),
    ),
  );
  const names = sql.join(
    columns.map(([, column]) => sql.identifier(column.name)),
    sql`, `,
  );
  const values = sql.join(
    columns.map(([, column]) => sql.raw(`value ->> '$.${column.name}'`)),
    sql`, `,
  );
  const { name } = getTableConfig(table);
  return sql`INSERT INTO ${sql.identifier(name)} (${names}) SELECT ${values} FROM json_each(${JSON.stringify(encoded)}) WHERE true ${suffix}`;
}

/** `IN (…)` over any number of values through one bound JSON parameter. */
export function inList(values: readonly (string | number)[]): SQL {
  return sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
}

import { sql } from "drizzle-orm";
import { integer, SQLiteSyncDialect, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { insertRows, prepareStatement, type Statement } from "../../src/platform/db.ts";

const things = sqliteTable("things", {
  id: text().primaryKey(),
  size: integer().notNull().default(7),
  isNew: integer("is_new", { mode: "boolean" }).notNull().default(false),
  details: text({ mode: "json" }),
});

interface Bound {
  text: string;
  values: (string | number | null)[];
}

/** What would be sent to D1. */
function sent(statement: Statement): Bound {
  const prepare = (query: string) => ({
    bind: (...values: Bound["values"]) => ({ text: query, values }),
  });
  return prepareStatement({ prepare } as unknown as D1Database, statement) as unknown as Bound;
}

/** The rows of an empty table after the statement has run. */
function stored({ text: query, values }: Bound): unknown[] {
  const db = new DatabaseSync(":memory:");
  db.exec("CREATE TABLE things (id TEXT PRIMARY KEY, size INTEGER, is_new INTEGER, details TEXT)");
  db.prepare(query).run(...values);
  return db
    .prepare("SELECT * FROM things ORDER BY id")
    .all()
    .map((row) => ({ ...row }));
}

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    id: `it's "${String(n).padStart(3, "0")}"?`,
    ...(n % 2 === 0 ? { size: n, isNew: true, details: { n, why: ["?", null] } } : {}),
  }));

describe("inserting rows", () => {
  it.each([1, 2, 25, 26, 300])("%i of them binds at most 100 values and stores each as it is", (count) => {
    const statement = sent(insertRows(things, rowsOf(count)));
    expect(statement.values.length).toBeLessThanOrEqual(100);
    expect(stored(statement)).toEqual(
      rowsOf(count).map(({ id, size = 7, isNew = false, details = null }) => ({
        id,
        size,
        is_new: Number(isNew),
        details: details && JSON.stringify(details),
      })),
    );
  });

  it.each([1, 30])("%i of them with a condition or for a conflict does what that says", (count) => {
    const rows = [...rowsOf(count), ...rowsOf(1)];
    expect(stored(sent(insertRows(things, rows, sql`ON CONFLICT DO NOTHING`)))).toHaveLength(count);
    expect(stored(sent(insertRows(things, rowsOf(count), sql`AND ${1} = ${2}`)))).toEqual([]);
    expect(stored(sent(insertRows(things, rowsOf(count), sql`AND ${1} = ${1}`)))).toHaveLength(count);
  });

  it.each([1, 30])("%i of them can be part of a larger statement", (count) => {
    const whole = new SQLiteSyncDialect().sqlToQuery(sql`${insertRows(things, rowsOf(count))} RETURNING id`);
    expect(stored({ text: whole.sql, values: whole.params as Bound["values"] })).toHaveLength(count);
  });
});

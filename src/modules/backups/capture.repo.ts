import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement, readBatch, type Statement } from "../../platform/db.ts";
import type { BackupRow, CopyPosition } from "./backup.ts";
import { CAPTURE_PREFIX, CHANGES } from "./capture-names.ts";
import { BACKUP_UNCHANGED, moveStmt } from "./backups.repo.ts";
import type { Line } from "./chunk-file.ts";
import { overtaken } from "./overtaken.ts";
import { type Schema, schemaOf, schemaStmts } from "./schema.repo.ts";
import { type DumpTable, keySql, literal, quoted, rowSql } from "./table-rows.repo.ts";

/** Begins to note the key of every row that changes. What an earlier dump has left is removed. */
export function captureStmts(schema: Schema): Statement[] {
  return [...stopCaptureStmts(schema), ...schema.tables.flatMap(triggers).map((text) => sql.raw(text))];
}

/** Three a table. */
export const TRIGGERS_A_TABLE = 3;

/** Each writes exactly one row, also for an update whose key is another one: `commit` relies on it. */
function triggers(table: DumpTable): string[] {
  const key = (row: string) => (table.key === null ? `${row}rowid` : keySql(table, row));
  const name = literal(table.name);
  const values = {
    insert: `${name}, ${key("NEW.")}, NULL, 1`,
    delete: `${name}, ${key("OLD.")}, NULL, -1`,
    update: `${name}, ${key("NEW.")}, CASE WHEN ${key("OLD.")} <> ${key("NEW.")} THEN ${key("OLD.")} END, 0`,
  };
  return Object.entries(values).map(
    ([event, row]) =>
      `CREATE TRIGGER ${quoted(`${CAPTURE_PREFIX}${table.name}_${event}`)} AFTER ${event} ON ${quoted(table.name)}
        BEGIN INSERT INTO ${CHANGES} (tbl, k, was, d) VALUES (${row}); END`,
  );
}

/** Stops noting changes; no harm where nobody does. */
export function stopCaptureStmts({ captures }: Schema): Statement[] {
  return [...captures.map((name) => `DROP TRIGGER ${quoted(name)}`), `DELETE FROM ${CHANGES}`].map((text) =>
    sql.raw(text),
  );
}

/** Lines of one table. */
export interface TableLines {
  table: string;
  lines: Line[];
}

/** The number of the last change that was noted; 0 before the first. */
export async function lastChange(ctx: Ctx): Promise<number> {
  const [row] = await ctx.db.all<{ seq: number | null }>(sql.raw(`SELECT MAX(seq) AS seq FROM ${CHANGES}`));
  return row?.seq ?? 0;
}

/** What became of the rows that changed from one number on up to another one; a row that is gone has no `r`. */
function changedRowsStmt(table: DumpTable, after: number, upTo: number): Statement {
  const on =
    table.key?.map((column, at) => `t.${quoted(column)} = c.k ->> ${at}`).join(" AND ") ?? "t.rowid = c.k";
  const noted = `tbl = ${literal(table.name)} AND seq > ${after} AND seq <= ${upTo}`;
  const present = table.key?.[0] === undefined ? "t.rowid" : `t.${quoted(table.key[0])}`;
  return sql.raw(`SELECT CAST(c.k AS TEXT) AS k, CASE WHEN ${present} IS NULL THEN NULL ELSE ${rowSql(table, "t.")} END AS r
    FROM (SELECT k FROM ${CHANGES} WHERE ${noted} UNION SELECT was FROM ${CHANGES} WHERE ${noted} AND was IS NOT NULL) c
      LEFT JOIN ${quoted(table.name)} t ON ${on}`);
}

export async function readChanges(
  ctx: Ctx,
  { tables }: Schema,
  after: number,
  upTo: number,
): Promise<TableLines[]> {
  const touched = await ctx.db.all<{ tbl: string }>(
    sql`SELECT DISTINCT tbl FROM ${sql.raw(CHANGES)} WHERE seq > ${after} AND seq <= ${upTo}`,
  );
  const changed = tables.filter(({ name }) => touched.some(({ tbl }) => tbl === name));
  const results = await readBatch<Line[]>(
    ctx.env.DB,
    changed.map((table) => changedRowsStmt(table, after, upTo)),
  );
  return changed.map(({ name }, at) => ({ table: name, lines: results[at] ?? [] }));
}

/** How many rows a table had when a change had been noted last, by its name. */
export type Counted = Record<string, { n: number; seq: number }>;

/** Counts the rows of every table, one after the other: together they would keep writers waiting. */
export async function countTables(ctx: Ctx, { tables }: Schema): Promise<Counted> {
  const counted: Counted = {};
  for (const { name } of tables) {
    const [row] = await ctx.db.all<{ n: number; seq: number }>(
      sql.raw(
        `SELECT (SELECT COUNT(*) FROM ${quoted(name)}) AS n, (SELECT COALESCE(MAX(seq), 0) FROM ${CHANGES}) AS seq`,
      ),
    );
    counted[name] = row ?? { n: 0, seq: 0 };
  }
  return counted;
}

/** How many rows every table has more than when it was counted. */
function grownStmt(counted: Counted): Statement {
  const first = Math.min(...Object.values(counted).map(({ seq }) => seq));
  return sql`SELECT tbl, SUM(d) AS d FROM ${sql.raw(CHANGES)} JOIN json_each(${JSON.stringify(counted)}) c ON c.key = tbl
    WHERE seq > ${first} AND seq > c.value ->> 'seq' GROUP BY tbl`;
}

/** What the database was like when the last changes were read. */
export interface Closing {
  schema: Schema;
  changes: TableLines[];
  counts: number[];
  migrations: string[];
  sequences: Record<string, number>;
}

/**
 * The last step of copying, in one transaction: reads what has changed since `position`, by how much the tables have grown since they were
 * counted, and the schema, and stops noting changes. This is the moment that the dump shows.
 * @throws GoneOnMeanwhile when another run was here
 */
export async function closeCapture(
  ctx: Ctx,
  backup: BackupRow,
  schema: Schema,
  position: CopyPosition,
  counted: Counted,
): Promise<Closing> {
  const { tables, objects } = schema;
  const hasMigrations = tables.some(({ name }) => name === "d1_migrations");
  const hasSequences = objects.some((object) => /\bAUTOINCREMENT\b/i.test(object.sql));
  const statements = [
    moveStmt(ctx, backup, { status: "closing" }),
    ...schemaStmts,
    grownStmt(counted),
    sql.raw(hasMigrations ? "SELECT name FROM d1_migrations ORDER BY name" : "SELECT '' AS name WHERE 0"),
    sql.raw(hasSequences ? "SELECT name, seq FROM sqlite_sequence" : "SELECT '' AS name, 0 AS seq WHERE 0"),
    ...tables.map((table) => changedRowsStmt(table, position.seq, Number.MAX_SAFE_INTEGER)),
    ...stopCaptureStmts(schema),
  ];
  const prepared = statements.map((one) => prepareStatement(ctx.env.DB, one));
  const results = await ctx.env.DB.batch(prepared).catch((error: unknown) => {
    throw String(error).includes(BACKUP_UNCHANGED) ? overtaken[BACKUP_UNCHANGED]() : error;
  });
  const rowsOf = <Row>(at: number) => (results[at]?.results ?? []) as Row[];
  const grown = new Map(rowsOf<{ tbl: string; d: number }>(4).map(({ tbl, d }) => [tbl, d]));
  return {
    schema: await schemaOf([rowsOf(1), rowsOf(2), rowsOf(3)]),
    counts: tables.map(({ name }) => (counted[name]?.n ?? 0) + (grown.get(name) ?? 0)),
    migrations: rowsOf<{ name: string }>(5).map(({ name }) => name),
    sequences: Object.fromEntries(
      rowsOf<{ name: string; seq: number }>(6).map(({ name, seq }) => [name, seq]),
    ),
    changes: tables.map(({ name }, at) => ({ table: name, lines: rowsOf<Line>(7 + at) })),
  };
}

import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement, readBatch, type Statement } from "../../platform/db.ts";
import type { BackupRow, CopyPosition } from "./backup.ts";
import { CAPTURE_PREFIX, CHANGES } from "./capture-names.ts";
import { moveStmt } from "./backups.repo.ts";
import type { Line } from "./chunk-file.ts";
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
    insert: `${name}, ${key("NEW.")}, NULL`,
    delete: `${name}, ${key("OLD.")}, NULL`,
    update: `${name}, ${key("NEW.")}, CASE WHEN ${key("OLD.")} <> ${key("NEW.")} THEN ${key("OLD.")} END`,
  };
  return Object.entries(values).map(
    ([event, row]) =>
      `CREATE TRIGGER ${quoted(`${CAPTURE_PREFIX}${table.name}_${event}`)} AFTER ${event} ON ${quoted(table.name)}
        BEGIN INSERT INTO ${CHANGES} (tbl, k, was) VALUES (${row}); END`,
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
  const results = await readBatch<Line[]>(
    ctx.env.DB,
    tables.map((table) => changedRowsStmt(table, after, upTo)),
  );
  return tables.map(({ name }, at) => ({ table: name, lines: results[at] ?? [] }));
}

/** What the database was like when nothing could come between reading the last changes and counting the rows. */
export interface Closing {
  schema: Schema;
  changes: TableLines[];
  counts: number[];
  migrations: string[];
  sequences: Record<string, number>;
}

/**
 * The last step of copying, in one transaction: reads what has changed since `position`, the schema and the number of rows of every table,
 * and stops noting changes. This is the moment that the dump shows.
 * @throws Error of a NOT NULL constraint when another run was here
 */
export async function closeCapture(
  ctx: Ctx,
  backup: BackupRow,
  schema: Schema,
  position: CopyPosition,
): Promise<Closing> {
  const { tables, objects } = schema;
  const counts = tables.map(({ name }) => `((SELECT COUNT(*) FROM ${quoted(name)}))`);
  const hasMigrations = tables.some(({ name }) => name === "d1_migrations");
  const hasSequences = objects.some((object) => /\bAUTOINCREMENT\b/i.test(object.sql));
  const statements = [
    moveStmt(ctx, backup, { status: "closing" }),
    ...schemaStmts,
    sql.raw(`SELECT column1 AS n FROM (VALUES ${counts.join(", ")})`),
    sql.raw(hasMigrations ? "SELECT name FROM d1_migrations ORDER BY name" : "SELECT '' AS name WHERE 0"),
    sql.raw(hasSequences ? "SELECT name, seq FROM sqlite_sequence" : "SELECT '' AS name, 0 AS seq WHERE 0"),
    ...tables.map((table) => changedRowsStmt(table, position.seq, Number.MAX_SAFE_INTEGER)),
    ...stopCaptureStmts(schema),
  ];
  const results = await ctx.env.DB.batch(statements.map((one) => prepareStatement(ctx.env.DB, one)));
  const rowsOf = <Row>(at: number) => (results[at]?.results ?? []) as Row[];
  return {
    schema: await schemaOf([rowsOf(1), rowsOf(2), rowsOf(3)]),
    counts: rowsOf<{ n: number }>(4).map(({ n }) => n),
    migrations: rowsOf<{ name: string }>(5).map(({ name }) => name),
    sequences: Object.fromEntries(
      rowsOf<{ name: string; seq: number }>(6).map(({ name, seq }) => [name, seq]),
    ),
    changes: tables.map(({ name }, at) => ({ table: name, lines: rowsOf<Line>(7 + at) })),
  };
}

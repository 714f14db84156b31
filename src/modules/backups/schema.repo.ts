import { sql } from "drizzle-orm";
import { sha256Hex } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { readBatch, type Statement } from "../../platform/db.ts";
import { CAPTURE_PREFIX, CHANGES } from "./capture-names.ts";
import type { DumpTable } from "./table-rows.repo.ts";

/** Their rows are about the dumps of this very database. */
const WITHOUT_ROWS = ["backups", "backup_chunks", CHANGES];

interface SchemaObject {
  type: "table" | "index" | "trigger" | "view";
  name: string;
  sql: string;
}

interface ColumnRow {
  table_name: string;
  name: string;
  type: string;
  pk: number;
}

/** The schema, without what only takes down changes for a dump. */
export interface Schema {
  /** In the order in which they were made. */
  objects: SchemaObject[];
  /** By name. */
  tables: DumpTable[];
  /** Two schemas with the same hash are the same. */
  hash: string;
  /** The triggers that take down changes, as far as they are there. */
  captures: string[];
}

type SchemaRows = [SchemaObject, ColumnRow, { table_name: string; target: string }];

const OURS = String.raw`m.name NOT LIKE '\_cf\_%' ESCAPE '\' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\'`;

export const schemaStmts: Statement[] = [
  sql.raw(
    `SELECT m.type, m.name, m.sql FROM sqlite_master m WHERE m.sql IS NOT NULL AND ${OURS} ORDER BY m.rowid`,
  ),
  sql.raw(`SELECT m.name AS table_name, x.name, x.type, x.pk FROM sqlite_master m CROSS JOIN pragma_table_xinfo(m.name) x
    WHERE m.type = 'table' AND ${OURS} AND x.hidden = 0 ORDER BY m.name, x.cid`),
  sql.raw(`SELECT DISTINCT m.name AS table_name, f."table" AS target FROM sqlite_master m CROSS JOIN pragma_foreign_key_list(m.name) f
    WHERE m.type = 'table' AND ${OURS} ORDER BY 1, 2`),
];

export async function readSchema(ctx: Ctx): Promise<Schema> {
  return schemaOf(await readBatch<SchemaRows>(ctx.env.DB, schemaStmts as never));
}

/** The schema out of the rows of `schemaStmts`. @throws Error for a virtual table, whose rows are not its own */
export async function schemaOf(
  rows: readonly [
    readonly SchemaObject[],
    readonly ColumnRow[],
    readonly { table_name: string; target: string }[],
  ],
): Promise<Schema> {
  const [all, columns, references] = rows;
  const isCapture = ({ type, name }: SchemaObject) => type === "trigger" && name.startsWith(CAPTURE_PREFIX);
  const objects = all.filter((object) => !isCapture(object));
  const virtual = objects.find((object) => /^\s*CREATE\s+VIRTUAL/i.test(object.sql));
  if (virtual) throw new Error(`${virtual.name} is a virtual table, which cannot be dumped`);
  const tables = objects
    .filter(({ type, name }) => type === "table" && !WITHOUT_ROWS.includes(name))
    .map((object): DumpTable => {
      const own = columns.filter(({ table_name }) => table_name === object.name);
      const key = own.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk);
      const isWithoutRowid = /\)[^)]*\bWITHOUT\s+ROWID\b[^)]*$/i.test(object.sql);
      return {
        name: object.name,
        columns: own.map(({ name }) => name),
        key: isWithoutRowid ? key.map(({ name }) => name) : null,
        has_rowid_column: !isWithoutRowid && key.length === 1 && key[0]?.type.toUpperCase() === "INTEGER",
        references: references
          .filter(({ table_name }) => table_name === object.name)
          .map(({ target }) => target),
      };
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const captures = all.filter(isCapture);
  return {
    objects,
    tables,
    hash: await sha256Hex(JSON.stringify(objects)),
    captures: captures.map(({ name }) => name),
  };
}

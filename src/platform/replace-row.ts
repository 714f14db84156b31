import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";

/**
 * Writes a row over the one with the same key if that still has this version, and counts the version up. Else, or when it is gone, the NOT
 * NULL "table.version" is violated: an UPDATE would change nothing then and pass.
 */
export function replaceRow<Table extends SQLiteTable>(
  table: Table,
  key: keyof Table["$inferInsert"] & string,
  row: Table["$inferInsert"],
  version: number,
): SQL {
  const { name } = getTableConfig(table);
  const columns = Object.entries(getTableColumns(table)).filter(([field]) => field !== "version");
  const keyColumn = columns.find(([field]) => field === key)?.[1].name ?? key;
  const keyValue = (row as Record<string, unknown>)[key];
  const encoded = Object.fromEntries(
    columns.map(([field, column]) => {
      const value = (row as Record<string, unknown>)[field];
      return [column.name, value == null ? null : column.mapToDriverValue(value)];
    }),
  );
  const names = columns.map(([, column]) => column.name);
  const list = sql.raw(names.map((each) => `"${each}"`).join(", "));
  const values = sql.raw(names.map((each) => `value ->> '$.${each}'`).join(", "));
  const updates = sql.raw([...names, "version"].map((each) => `"${each}" = excluded."${each}"`).join(", "));
  return sql`INSERT INTO ${sql.identifier(name)} (${list}, version)
    SELECT ${values}, (SELECT version + 1 FROM ${sql.identifier(name)}
      WHERE ${sql.identifier(keyColumn)} = ${keyValue} AND version = ${version})
    FROM json_each(${JSON.stringify([encoded])}) WHERE true
    ON CONFLICT (${sql.identifier(keyColumn)}) DO UPDATE SET ${updates}`;
}

/** Deletes a row if it still has this version; else the NOT NULL "table.version" is violated. One that is gone is no matter. */
export function deleteRow(table: SQLiteTable, keyColumn: string, key: string, version: number): SQL[] {
  const name = sql.identifier(getTableConfig(table).name);
  const isIt = sql`${sql.identifier(keyColumn)} = ${key}`;
  return [
    sql`UPDATE ${name} SET version = CASE WHEN version = ${version} THEN version + 1 END WHERE ${isIt}`,
    sql`DELETE FROM ${name} WHERE ${isIt}`,
  ];
}

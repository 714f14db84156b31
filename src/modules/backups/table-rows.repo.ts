/** A table as the dump reads and the restore writes it. */
export interface DumpTable {
  name: string;
  columns: string[];
  /** The columns of the primary key of a WITHOUT ROWID table; else null: the key is the rowid. */
  key: string[] | null;
  /** Whether a column is the rowid. */
  has_rowid_column: boolean;
  /** The tables that rows of this one point to. */
  references: string[];
}

/** D1 takes no deeper expression than 100. */
const COLUMNS_A_GROUP = 10;

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The key of a row as JSON text: the rowid, or the array of the key's columns. `row` is the row's alias with its point, if it has one. */
export function keySql(table: DumpTable, row = ""): string {
  if (table.key === null) return `CAST(${row}rowid AS TEXT)`;
  return `json_array(${table.key.map((column) => row + quoted(column)).join(", ")})`;
}

/** A row as a JSON array of its values. What JSON cannot hold exactly is an object: {"real": "0.1"}, {"blob": "00FF"}. */
export function rowSql(table: DumpTable, row = ""): string {
  const values = table.columns.map((column) => valueSql(row + quoted(column)));
  const groups: string[] = [];
  for (let at = 0; at < values.length; at += COLUMNS_A_GROUP) {
    groups.push(`(${values.slice(at, at + COLUMNS_A_GROUP).join(" || ',' || ")})`);
  }
  return `'[' || ${groups.join(" || ',' || ")} || ']'`;
}

function valueSql(column: string): string {
  return `CASE typeof(${column}) WHEN 'blob' THEN '{"blob":"' || hex(${column}) || '"}'
    WHEN 'real' THEN '{"real":"' || quote(${column}) || '"}' ELSE json_quote(${column}) END`;
}

/** The next rows of a table in the order of its key, after this one: at most so many, and at least one but no more than so many characters. */
export function nextRowsSql(
  table: DumpTable,
  after: string | null,
  most: { rows: number; characters: number },
): string {
  const order = table.key?.map(quoted).join(", ") ?? "rowid";
  const values = table.key?.map((_, at) => `${literal(after ?? "")} ->> ${at}`).join(", ");
  const start = values === undefined ? `rowid > ${after}` : `(${order}) > (${values})`;
  return `SELECT k, r FROM (
      SELECT k, r, SUM(length(r)) OVER (ROWS UNBOUNDED PRECEDING) - length(r) AS before FROM (
        SELECT ${keySql(table)} AS k, ${rowSql(table)} AS r FROM ${quoted(table.name)}
        ${after === null ? "" : `WHERE ${start}`} ORDER BY ${order} LIMIT ${most.rows}))
    WHERE before < ${most.characters}`;
}

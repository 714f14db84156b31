import type { Database } from "../../scripts/runtime/runtime.ts";

type Value = string | number | null;

/** A statement; `fresh` values are new in each order, the same number standing for the same value. */
export interface Template {
  sql: string;
  values: (Value | { fresh: number })[];
}

export interface OrderRows {
  /** Reads what placing an order reads first. */
  read: Template[];
  /** Writes everything that placing and paying an order leaves behind. */
  written: Template[];
  /** The rows that are written a second time when the payment's outcome is known. */
  settled: Template[];
  freshValues: number;
}

type Row = Record<string, Value>;

/** What placing an order leaves behind, table by table in the order of the foreign keys. */
const TABLES = [
  ["idempotency_keys", "resource_id = ?1"],
  ["orders", "id = ?1"],
  ["order_lines", "order_id = ?1"],
  ["order_transitions", "order_id = ?1"],
  ["stock_reservations", "order_id = ?1"],
  ["payments", "order_id = ?1"],
  ["payment_transactions", "payment_id IN (SELECT id FROM payments WHERE order_id = ?1)"],
  ["audit_log", "entity_id = ?1"],
  ["outbox", "occurred_at >= (SELECT placed_at FROM orders WHERE id = ?1)"],
] as const;

/** Columns whose value belongs to one order only. */
const FRESH_COLUMNS = new Set(
  "id order_id order_line_id payment_id cart_id entity_id resource_id request_id number intent_id key scope".split(
    " ",
  ),
);

/** What the queue's consumers have changed since the order was placed. */
const AS_PLACED: Record<string, Row> = {
  outbox: { delivered_at: null },
  stock_reservations: { state: "open", closed_at: null },
};

/** Reads the rows of the only order that a database has, as statements that write the like of them. */
export async function orderRows(db: Database, orderId: string): Promise<OrderRows> {
  const fresh = new Map<Value, number>();
  const written: Template[] = [];
  for (const [table, where] of TABLES) {
    const { results } = await db
      .prepare(`SELECT * FROM ${table} WHERE ${where}`)
      .bind(...(where.includes("?1") ? [orderId] : []))
      .all<Row>();
    const rows = results.map((row) => ({ ...row, ...AS_PLACED[table] }));
    const columns = Object.keys(rows[0] ?? {}).filter((column) => !isNumber(table, column));
    if (columns.length === 0) throw new Error(`placing an order wrote nothing into ${table}`);
    const marks = rows.map(() => `(${columns.map(() => "?").join(", ")})`).join(", ");
    written.push({
      sql: `INSERT INTO ${table} (${columns.join(", ")}) VALUES ${marks}`,
      values: rows.flatMap((row) => columns.map((column) => valueOf(column, row[column] ?? null, fresh))),
    });
    if (table === "stock_reservations") written.push(...rows.map(reserve));
  }
  const id = { fresh: fresh.get(orderId) ?? 0 };
  const variants = "(SELECT variant_id FROM order_lines WHERE order_id = ?)";
  return {
    written,
    read: [
      ["SELECT * FROM idempotency_keys WHERE scope = ? AND key = ?", id, id],
      [
        `SELECT * FROM product_variants v JOIN products p ON p.id = v.product_id WHERE v.id IN ${variants}`,
        id,
      ],
      [`SELECT * FROM stock_levels WHERE variant_id IN ${variants}`, id],
      ["SELECT * FROM shipping_rates WHERE zone_id = ?", id],
    ].map(([sql, ...values]) => ({ sql, values }) as Template),
    settled: ["orders", "payments", "idempotency_keys"].map((table) => ({
      sql: `UPDATE ${table} SET ${table === "idempotency_keys" ? "state = state" : "version = 2"}
            WHERE ${{ orders: "id", payments: "order_id" }[table] ?? "resource_id"} = ?`,
      values: [id],
    })),
    freshValues: fresh.size,
  };
}

/** What the database counts itself. */
function isNumber(table: string, column: string): boolean {
  return table === "audit_log" && column === "seq";
}

function valueOf(column: string, value: Value, fresh: Map<Value, number>): Value | { fresh: number } {
  if (value === null || !FRESH_COLUMNS.has(column)) return value;
  const known = fresh.get(value) ?? fresh.size;
  fresh.set(value, known);
  return { fresh: known };
}

function reserve(row: Row): Template {
  return {
    sql: "UPDATE stock_levels SET reserved = reserved + ?, version = version + 1 WHERE variant_id = ? AND location_id = ?",
    values: [row["quantity"] ?? null, row["variant_id"] ?? null, row["location_id"] ?? null],
  };
}

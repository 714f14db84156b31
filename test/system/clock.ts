import type { World } from "./world.ts";

/** Columns that hold a moment which something waits for, in whatever table. */
function isDeadline(table: string, column: string, outbox: boolean): boolean {
  if (table === "outbox") return outbox && ["occurred_at", "resend_at"].includes(column);
  if (table === "event_retries") return outbox && ["due_at", "sent_at"].includes(column);
  return column.endsWith("_until") || ["expires_at", "check_at"].includes(column);
}

const TABLES =
  "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*' AND name NOT GLOB 'sqlite_*'";

/**
 * Lets time pass for what the database keeps waiting: holds, leases, locks. The processes' own clocks cannot be moved, so the
 * deadlines come nearer instead. With `outbox`, events that are on their way are also due to be sent again.
 */
export async function passTime(
  world: World,
  seconds: number,
  { outbox = false }: { outbox?: boolean } = {},
): Promise<void> {
  const db = await world.db();
  const { results: tables } = await db.prepare(TABLES).all<{ name: string }>();
  const columns = await db.batch<{ name: string }>(
    tables.map(({ name }) => db.prepare(`PRAGMA table_info(${name})`)),
  );
  const deadlines = tables.flatMap((table, index) =>
    (columns[index]?.results ?? [])
      .filter((column) => isDeadline(table.name, column.name, outbox))
      .map((column) => ({ table: table.name, column: column.name })),
  );
  await db.batch(
    deadlines.map(({ table, column }) =>
      db.prepare(
        `UPDATE ${table} SET ${column} = strftime('%Y-%m-%dT%H:%M:%fZ', ${column}, '-${seconds} seconds')
         WHERE ${column} GLOB '20[0-9][0-9]-*Z'`,
      ),
    ),
  );
}

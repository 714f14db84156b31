import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";
import { type AttemptRow, COLUMNS, type DeliveryRow } from "./deliveries.repo.ts";
import type { DeliveryStatus } from "./webhooks.table.ts";

export interface DeliveryFilter {
  endpoint_id?: string | undefined;
  status?: DeliveryStatus | undefined;
  event_type?: string | undefined;
}

/** Deliveries, newest first, from a position on. */
export function findDeliveries(
  ctx: Ctx,
  filter: DeliveryFilter,
  page: { before: { value: string | number; id: string } | undefined; limit: number },
): Promise<DeliveryRow[]> {
  const { endpoint_id, event_type: type, status } = filter;
  const given = Object.entries({ endpoint_id, type, status }).filter(([, value]) => value !== undefined);
  // Most have succeeded: the other states are found quickest by themselves.
  const quickest = status !== undefined && status !== "succeeded" ? "status" : given[0]?.[0];
  const where: SQL[] = [
    sql`1`,
    ...given.map(
      ([column, value]) => sql`${sql.raw(column === quickest ? column : `+${column}`)} = ${value}`,
    ),
  ];
  if (page.before) where.push(sql`(created_at, id) < (${page.before.value}, ${page.before.id})`);
  return ctx.db.all(sql`SELECT ${COLUMNS} FROM webhook_deliveries WHERE ${sql.join(where, sql` AND `)}
    ORDER BY created_at DESC, id DESC LIMIT ${page.limit}`);
}

/** A delivery with its body and its attempts, the latest first. */
export async function readDelivery(ctx: Ctx, id: string) {
  const [[delivery], attempts] = await readBatch<[DeliveryRow & { body: string | null }, AttemptRow]>(
    ctx.env.DB,
    [
      sql`SELECT ${COLUMNS}, (SELECT body FROM webhook_messages WHERE id = message_id) AS body
        FROM webhook_deliveries WHERE id = ${id}`,
      sql`SELECT number, at, status, duration_ms, error, response FROM webhook_attempts WHERE delivery_id = ${id}
        ORDER BY number DESC LIMIT 100`,
    ],
  );
  return delivery && { delivery, attempts };
}

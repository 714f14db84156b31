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

export async function findDelivery(ctx: Ctx, id: string): Promise<DeliveryRow | undefined> {
  const [row] = await ctx.db.all<DeliveryRow>(
    sql`SELECT ${COLUMNS} FROM webhook_deliveries WHERE id = ${id}`,
  );
  return row;
}

/** What a delivery sends. */
export interface MessageRow {
  id: string;
  type: string;
  body: string | null;
}

export async function findMessage(ctx: Ctx, deliveryId: string): Promise<MessageRow | undefined> {
  const [row] = await ctx.db.all<MessageRow>(
    sql`SELECT m.id, m.type, m.body FROM webhook_deliveries d JOIN webhook_messages m ON m.id = d.message_id WHERE d.id = ${deliveryId}`,
  );
  return row;
}

/** Attempts of a delivery, the latest first, those before number `before`. Undefined when there is no such delivery. */
export async function findAttempts(
  ctx: Ctx,
  deliveryId: string,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<AttemptRow[] | undefined> {
  const earlier = before === undefined ? sql`` : sql`AND number < ${before}`;
  const [[delivery], attempts] = await readBatch<[{ id: string }, AttemptRow]>(ctx.env.DB, [
    sql`SELECT id FROM webhook_deliveries WHERE id = ${deliveryId}`,
    sql`SELECT number, at, status, duration_ms, error, response FROM webhook_attempts
        WHERE delivery_id = ${deliveryId} ${earlier} ORDER BY number DESC LIMIT ${limit}`,
  ]);
  return delivery && attempts;
}

import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { byTime, type KeysetPage } from "../../platform/keyset.ts";
import type { Position } from "../../platform/pagination.ts";
import type { MovementKind } from "./inventory.table.ts";

export interface MovementRow {
  id: string;
  variant_id: string;
  sku: string;
  location_id: string;
  delta: number;
  balance: number | null;
  kind: MovementKind;
  reason: string | null;
  reference: string | null;
  order_id: string | null;
  actor_kind: string;
  actor_id: string | null;
  created_at: string;
}

export interface MovementFilter {
  variant_id?: string | undefined;
  location_id?: string | undefined;
  kind?: MovementKind | undefined;
  order_id?: string | undefined;
  reference?: string | undefined;
  /** Times: from inclusive, to exclusive. */
  from?: string | undefined;
  to?: string | undefined;
}

/** One keyset page of the ledger by time: up to `limit` movements. */
export async function findMovements(
  ctx: Ctx,
  filter: MovementFilter,
  page: KeysetPage,
): Promise<MovementRow[]> {
  const where: SQL[] = [sql`true`];
  if (filter.variant_id !== undefined) where.push(sql`m.variant_id = ${filter.variant_id}`);
  if (filter.location_id !== undefined) where.push(sql`m.location_id = ${filter.location_id}`);
  if (filter.order_id !== undefined) where.push(sql`m.order_id = ${filter.order_id}`);
  if (filter.reference !== undefined) where.push(sql`m.reference = ${filter.reference}`);
  if (filter.kind !== undefined) where.push(sql`m.kind = ${filter.kind}`);
  // The index of what was done by hand holds no sales, and is used only where the statement says so.
  if (filter.kind !== undefined && filter.kind !== "sale") where.push(sql`m.kind <> 'sale'`);
  if (filter.from !== undefined) where.push(sql`m.created_at >= ${filter.from}`);
  if (filter.to !== undefined) where.push(sql`m.created_at < ${filter.to}`);
  const { beyond, order } = byTime(page, "m");
  return ctx.db.all<MovementRow>(sql`
    SELECT m.id, m.variant_id, v.sku, m.location_id, m.delta, m.balance, m.kind, m.reason, m.reference, m.order_id,
      m.actor_kind, m.actor_id, m.created_at
    FROM stock_movements m JOIN product_variants v ON v.id = m.variant_id
    WHERE ${sql.join([...where, ...beyond], sql` AND `)} ${order} LIMIT ${page.limit}`);
}

export interface ReservationRow {
  id: string;
  order_id: string;
  order_number: string | null;
  order_status: string | null;
  order_line_id: string;
  variant_id: string;
  sku: string;
  location_id: string;
  quantity: number;
  created_at: string;
  expires_at: string | null;
}

/** One keyset page of what orders hold now, the oldest first: up to `limit` reservations. */
export async function findOpenReservations(
  ctx: Ctx,
  filter: {
    variant_id?: string | undefined;
    location_id?: string | undefined;
    order_id?: string | undefined;
  },
  page: { after: Position | undefined; limit: number },
): Promise<ReservationRow[]> {
  const where: SQL[] = [sql`r.state = 'open'`];
  if (filter.variant_id !== undefined) where.push(sql`r.variant_id = ${filter.variant_id}`);
  if (filter.location_id !== undefined) where.push(sql`r.location_id = ${filter.location_id}`);
  if (filter.order_id !== undefined) where.push(sql`r.order_id = ${filter.order_id}`);
  if (page.after) where.push(sql`(r.created_at, r.id) > (${page.after.value}, ${page.after.id})`);
  return ctx.db.all<ReservationRow>(sql`
    SELECT r.id, r.order_id, o.number AS order_number, o.status AS order_status, r.order_line_id, r.variant_id, v.sku,
      r.location_id, r.quantity, r.created_at, o.expires_at
    FROM stock_reservations r JOIN product_variants v ON v.id = r.variant_id LEFT JOIN orders o ON o.id = r.order_id
    WHERE ${sql.join(where, sql` AND `)} ORDER BY r.created_at, r.id LIMIT ${page.limit}`);
}

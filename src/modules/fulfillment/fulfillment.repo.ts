import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, type Statement } from "../../platform/db.ts";
import { byTime, type KeysetPage } from "../../platform/keyset.ts";
import { CREDIT_IN_DISPUTE, type OrderRow, PAYMENT_ROWS } from "../orders/index.ts";
import type { FulfillmentState } from "./fulfillment.machine.ts";
import { fulfillmentLines, fulfillments } from "./fulfillment.table.ts";
import type { WantedUnits } from "./plan-units.ts";

export interface FulfillmentRow {
  id: string;
  order_id: string;
  order_number: string;
  order_status: OrderRow["status"];
  order_hold: OrderRow["hold"];
  order_total: number;
  credit_disputed: number;
  currency: string;
  status: FulfillmentState;
  carrier: string | null;
  tracking_number: string | null;
  tracking_url: string | null;
  shipped_at: string | null;
  delivered_at: string | null;
  cancelled_at: string | null;
  created_at: string;
  updated_at: string;
  version: number;
  /** JSON: FulfillmentLineJson[], and SendingPayment[]. */
  lines: string;
  payments: string;
}

export interface FulfillmentLineJson {
  id: string;
  variant_id: string;
  sku: string;
  name: string;
  options: Record<string, string>;
  quantity: number;
  locations: { location_id: string; name: string; quantity: number }[];
}

/** Fulfillments, each with its lines and what is asked of its order as one row. `tail` is WHERE and what follows. */
function selectFulfillments(tail: SQL): SQL {
  return sql`
    SELECT f.id, f.order_id, o.number AS order_number, o.status AS order_status, o.hold AS order_hold, o.total AS order_total,
      (o.id IN (${CREDIT_IN_DISPUTE} AND c.order_id = o.id)) AS credit_disputed, o.currency, f.status, f.carrier,
      f.tracking_number, f.tracking_url, f.shipped_at, f.delivered_at, f.cancelled_at, f.created_at, f.updated_at, f.version,
      (SELECT json_group_array(json_object('id', l.id, 'variant_id', l.variant_id, 'sku', l.sku, 'name', l.name,
           'options', json(l.options), 'quantity', x.quantity, 'locations', json((SELECT json_group_array(json_object(
             'location_id', s.location_id, 'name', s.name, 'quantity', s.quantity)) FROM (
               SELECT r.location_id, p.name, SUM(r.quantity) AS quantity FROM stock_reservations r JOIN locations p ON p.id = r.location_id
               WHERE r.fulfillment_id = f.id AND r.order_line_id = l.id AND r.state <> 'released'
               GROUP BY r.location_id ORDER BY p.priority, r.location_id) s))) ORDER BY l.position)
         FROM fulfillment_lines x JOIN order_lines l ON l.id = x.order_line_id WHERE x.fulfillment_id = f.id) AS lines,
      (SELECT json_group_array(json_object('status', p.status, 'amount', p.amount, 'captured', p.captured, 'authorized', p.authorized,
           'refunded', p.refunded, 'refunding', p.refunding, 'disputed', p.disputed)) FROM (${PAYMENT_ROWS}) p) AS payments
    FROM fulfillments f JOIN orders o ON o.id = f.order_id ${tail}`;
}

/** A fulfillment of an order. */
export async function findFulfillment(ctx: Ctx, orderId: string, id: string): Promise<FulfillmentRow | null> {
  const [row] = await ctx.db.all<FulfillmentRow>(
    selectFulfillments(sql`WHERE f.id = ${id} AND f.order_id = ${orderId}`),
  );
  return row ?? null;
}

/** One keyset page of fulfillments by time: up to `limit`. */
export function findFulfillments(
  ctx: Ctx,
  filter: { order_id?: string | undefined; status?: FulfillmentState | undefined },
  page: KeysetPage,
): Promise<FulfillmentRow[]> {
  const where: SQL[] = [sql`true`];
  if (filter.order_id !== undefined) where.push(sql`f.order_id = ${filter.order_id}`);
  if (filter.status !== undefined) where.push(sql`f.status = ${filter.status}`);
  const { beyond, order } = byTime(page, "f");
  return ctx.db.all<FulfillmentRow>(
    selectFulfillments(sql`WHERE ${sql.join([...where, ...beyond], sql` AND `)}
      ${order} LIMIT ${page.limit}`),
  );
}

export interface TrackingRow {
  carrier: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
}

/** A new fulfillment; the units count as fulfilled. */
export function insertFulfillmentStmts(
  ctx: Ctx,
  fulfillment: { id: string; orderId: string } & TrackingRow,
  units: readonly WantedUnits[],
): Statement[] {
  const now = isoTime(ctx.now());
  const { id: fulfillmentId } = fulfillment;
  return [
    insertRows(fulfillments, [{ ...fulfillment, status: "created", createdAt: now, updatedAt: now }]),
    insertRows(
      fulfillmentLines,
      units.map(({ id, quantity }) => ({ fulfillmentId, orderLineId: id, quantity })),
    ),
    countStmt("fulfilled", fulfillmentId, 1),
  ];
}

/** Takes a step of its life cycle; `data` is what is said of the parcel from then on. */
export function stepStmts(
  ctx: Ctx,
  fulfillmentId: string,
  to: Exclude<FulfillmentState, "created">,
  tracking: Partial<TrackingRow> = {},
): Statement[] {
  const counter = { shipped: "shipped", delivered: "delivered", cancelled: "fulfilled" } as const;
  const now = isoTime(ctx.now());
  const { carrier = null, trackingNumber = null, trackingUrl = null } = tracking;
  return [
    sql`UPDATE fulfillments SET status = ${to}, ${sql.raw(`${to}_at`)} = ${now}, updated_at = ${now}, version = version + 1,
          carrier = COALESCE(${carrier}, carrier), tracking_number = COALESCE(${trackingNumber}, tracking_number),
          tracking_url = COALESCE(${trackingUrl}, tracking_url)
        WHERE id = ${fulfillmentId}`,
    countStmt(counter[to], fulfillmentId, to === "cancelled" ? -1 : 1),
  ];
}

/** Adds a fulfillment's units to a counter of their lines, or takes them off it. */
function countStmt(
  counter: "fulfilled" | "shipped" | "delivered",
  fulfillmentId: string,
  sign: 1 | -1,
): Statement {
  const column = sql.raw(counter);
  return sql`UPDATE order_lines SET ${column} = ${column} + ${sign} * x.quantity
    FROM fulfillment_lines x WHERE x.fulfillment_id = ${fulfillmentId} AND order_lines.id = x.order_line_id`;
}

/** Says anew what carries it and how it is followed. */
export function updateTrackingStmt(ctx: Ctx, fulfillmentId: string, tracking: TrackingRow): Statement {
  const { carrier, trackingNumber, trackingUrl } = tracking;
  return sql`UPDATE fulfillments SET carrier = ${carrier}, tracking_number = ${trackingNumber}, tracking_url = ${trackingUrl},
      updated_at = ${isoTime(ctx.now())}, version = version + 1
    WHERE id = ${fulfillmentId}`;
}

/** The ids of an order's fulfillments that were not sent yet. */
export async function findOpenFulfillmentIds(ctx: Ctx, orderId: string): Promise<string[]> {
  const rows = await ctx.db.all<{ id: string }>(
    sql`SELECT id FROM fulfillments WHERE order_id = ${orderId} AND status = 'created' ORDER BY created_at, id`,
  );
  return rows.map((row) => row.id);
}

/** Delivered orders that are to be looked at: they have just become so, or the day of their completion has come. */
export function findOrdersToComplete(
  ctx: Ctx,
  limit: number,
): Promise<{ id: string; delivered_at: string }[]> {
  return ctx.db.all(sql`
    SELECT o.id, (SELECT MAX(t.at) FROM order_transitions t WHERE t.order_id = o.id AND t.action = 'deliver') AS delivered_at
    FROM orders o INDEXED BY orders_completing WHERE o.status = 'delivered' AND o.check_at <= ${isoTime(ctx.now())}
    ORDER BY o.check_at LIMIT ${limit}`);
}

import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { byTime, type KeysetPage } from "../../platform/keyset.ts";
import type { RefundedLine, RefundStatus } from "../payments/index.ts";
import type { ReturnStatus } from "./returns.machine.ts";
import { type NewReturn, returnLines, returns } from "./returns.table.ts";

export interface ReturnRow {
  id: string;
  order_id: string;
  order_number: string;
  currency: string;
  status: ReturnStatus;
  reason: string | null;
  answer: string | null;
  label: string | null;
  wants_exchange: number;
  refund_amount: number | null;
  exchange_order_id: string | null;
  requested_by: "customer" | "staff";
  created_at: string;
  updated_at: string;
  version: number;
  /** JSON: ReturnLineJson[] and ReturnRefundJson[]. */
  lines: string;
  refunds: string;
}

/** A line as a return's row carries it. `id` is the order's line. */
export interface ReturnLineJson {
  id: string;
  variant_id: string;
  sku: string;
  name: string;
  options: Record<string, string>;
  quantity: number;
  reason: string | null;
  restocked: number;
  written_off: number;
}

/** A refund as the row of the return that it is for carries it. Amounts in minor units. */
export interface ReturnRefundJson {
  id: string;
  payment_id: string;
  amount: number;
  status: RefundStatus;
  failure_reason: string | null;
  lines: RefundedLine[];
  shipping: number;
  created_at: string;
  version: number;
}

/** A return with its lines and refunds as one row. `tail` is WHERE and what follows. */
function selectReturns(tail: SQL): SQL {
  return sql`
    SELECT r.id, r.order_id, o.number AS order_number, o.currency, r.status, r.reason, r.answer, r.label, r.wants_exchange,
      r.refund_amount, r.exchange_order_id, r.requested_by, r.created_at, r.updated_at, r.version,
      (SELECT json_group_array(json_object('id', l.order_line_id, 'variant_id', ol.variant_id, 'sku', ol.sku, 'name', ol.name,
           'options', json(ol.options), 'quantity', l.quantity, 'reason', l.reason, 'restocked', l.restocked,
           'written_off', l.written_off) ORDER BY ol.position)
         FROM return_lines l JOIN order_lines ol ON ol.id = l.order_line_id WHERE l.return_id = r.id) AS lines,
      (SELECT json_group_array(json_object('id', f.id, 'payment_id', f.payment_id, 'amount', f.amount, 'status', f.status,
           'failure_reason', f.failure_reason, 'lines', json(f.lines), 'shipping', f.shipping, 'created_at', f.created_at,
           'version', f.version) ORDER BY f.created_at, f.id)
         FROM refunds f WHERE (f.order_id = r.order_id OR f.credit_order_id = r.order_id) AND f.source = 'return' AND f.source_id = r.id) AS refunds
    FROM returns r JOIN orders o ON o.id = r.order_id ${tail}`;
}

/** A return by its id. */
export function findReturn(ctx: Ctx, id: string): Promise<ReturnRow | null> {
  return prepareStatement(ctx.env.DB, selectReturns(sql`WHERE r.id = ${id}`)).first<ReturnRow>();
}

export interface ReturnFilter {
  status?: ReturnStatus | undefined;
  order_id?: string | undefined;
}

/** Returns by time of asking, from a position on. The id breaks ties. */
export function findReturns(ctx: Ctx, filter: ReturnFilter, page: KeysetPage): Promise<ReturnRow[]> {
  const where: SQL[] = [sql`1 = 1`];
  if (filter.status !== undefined) where.push(sql`r.status = ${filter.status}`);
  if (filter.order_id !== undefined) where.push(sql`r.order_id = ${filter.order_id}`);
  const { beyond, order } = byTime(page, "r");
  return ctx.db.all<ReturnRow>(
    selectReturns(sql`WHERE ${sql.join([...where, ...beyond], sql` AND `)} ${order} LIMIT ${page.limit}`),
  );
}

/** Units of a line that reached the customer together. */
export interface DeliveredUnits {
  order_line_id: string;
  quantity: number;
  delivered_at: string;
}

/** When which units of an order were delivered. */
export function findDeliveredUnits(ctx: Ctx, orderId: string): Promise<DeliveredUnits[]> {
  return ctx.db.all<DeliveredUnits>(sql`
    SELECT l.order_line_id, l.quantity, f.delivered_at
    FROM fulfillments f JOIN fulfillment_lines l ON l.fulfillment_id = f.id
    WHERE f.order_id = ${orderId} AND f.status = 'delivered' AND f.delivered_at IS NOT NULL`);
}

/** How much of an order's shipping was given back, or is on its way back. Minor units. */
export async function shippingGivenBack(ctx: Ctx, orderId: string): Promise<number> {
  const [row] = await ctx.db.all<{ amount: number }>(
    sql`SELECT COALESCE(SUM(shipping), 0) AS amount FROM refunds
      WHERE (credit_order_id = ${orderId} OR (order_id = ${orderId} AND credit_order_id IS NULL)) AND status NOT IN ('failed', 'canceled')`,
  );
  return row?.amount ?? 0;
}

/** Adds to what was decided to be given back for a return, in money. */
export function addToRefundStmt(ctx: Ctx, returnId: string, amount: number): Statement {
  return sql`UPDATE returns SET refund_amount = COALESCE(refund_amount, 0) + ${amount}, updated_at = ${isoTime(ctx.now())},
      version = version + 1 WHERE id = ${returnId}`;
}

/** The CHECK that a batch violates which returns more units than were sent. */
export const IN_RETURN_WITHIN_SHIPPED = "order_lines_in_return_within_shipped";
/** The CHECK that a batch violates in which more units come than the return is for. */
export const RECEIVED_WITHIN_QUANTITY = "return_lines_received_within_quantity";

export interface NewReturnLine {
  orderLineId: string;
  quantity: number;
  reason: string | null;
}

/** Makes a return; its units count as being in one from now on. */
export function insertReturnStmts(ctx: Ctx, made: NewReturn, lines: readonly NewReturnLine[]): Statement[] {
  return [
    insertRows(returns, [made]),
    insertRows(
      returnLines,
      lines.map((line) => ({ id: ctx.newId(), returnId: made.id, ...line })),
    ),
    countUnitsStmt(lines.map(({ orderLineId, quantity }) => ({ id: orderLineId, inReturn: quantity }))),
  ];
}

/** Changes how many units of the order's lines are in returns, and have come back. */
export function countUnitsStmt(
  changes: readonly { id: string; inReturn?: number; returned?: number }[],
): Statement {
  return sql`UPDATE order_lines SET in_return = in_return + COALESCE(j.value ->> 'inReturn', 0),
      returned = returned + COALESCE(j.value ->> 'returned', 0)
    FROM json_each(${JSON.stringify(changes)}) j WHERE order_lines.id = j.value ->> 'id'`;
}

export interface ReceivedUnits {
  /** The order's line. */
  id: string;
  restocked: number;
  writtenOff: number;
}

/** Writes down what came back, line by line. */
export function receiveUnitsStmt(returnId: string, received: readonly ReceivedUnits[]): Statement {
  return sql`UPDATE return_lines SET restocked = restocked + (j.value ->> 'restocked'),
      written_off = written_off + (j.value ->> 'writtenOff')
    FROM json_each(${JSON.stringify(received)}) j
    WHERE return_lines.return_id = ${returnId} AND return_lines.order_line_id = j.value ->> 'id'`;
}

/** Takes a return to a state; what is undefined stays as it is. */
export function updateReturnStmt(
  ctx: Ctx,
  returnId: string,
  change: {
    status: ReturnStatus;
    answer?: string | undefined;
    label?: string | undefined;
    refundAmount?: number;
    exchangeOrderId?: string;
  },
): Statement {
  return sql`UPDATE returns SET status = ${change.status}, answer = COALESCE(${change.answer ?? null}, answer),
      label = COALESCE(${change.label ?? null}, label),
      refund_amount = COALESCE(${change.refundAmount ?? null}, refund_amount),
      exchange_order_id = COALESCE(${change.exchangeOrderId ?? null}, exchange_order_id),
      updated_at = ${isoTime(ctx.now())}, version = version + 1
    WHERE id = ${returnId}`;
}

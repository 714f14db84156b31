import { type SQL, sql } from "drizzle-orm";
import { actorId } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";
import { type OrderFilter, selectionOf } from "./order-filter.repo.ts";
import { CREDIT_IN_DISPUTE, PAYMENT_ROWS } from "./order-payments.repo.ts";
import type { OrderStatus, OrderStep } from "./orders.machine.ts";
import {
  type NewOrder,
  type NewOrderLine,
  type OrderHold,
  type OrderSource,
  orderLines,
  orders,
  orderTransitions,
} from "./orders.table.ts";

export interface OrderRow {
  id: string;
  number: string;
  status: OrderStatus;
  currency: string;
  email: string;
  /** Whose order it is; null for a guest's. */
  customer_id: string | null;
  cart_id: string;
  cart_generation: number;
  shipping_address: string;
  billing_address: string | null;
  shipping_option: string | null;
  tax_lines: string;
  subtotal: number;
  discount: number;
  shipping: number;
  tax: number;
  tax_included: number;
  total: number;
  pricing: string | null;
  note: string | null;
  locale: string | null;
  placed_at: string;
  expires_at: string | null;
  hold: OrderHold | null;
  /** 1 while money of another order that pays for this one is disputed; else 0, or absent. */
  credit_disputed?: number;
  source: OrderSource;
  version: number;
  /** JSON: OrderLineJson[], OrderPaymentJson[] and string[] (order.parts.ts reads them). */
  lines: string;
  payments: string;
  tags: string;
}

/**
 * An order with its lines and payments as one row, so that reading it is one statement. `tail` is WHERE and what follows. D1 promises
 * functions of up to 32 arguments, so a line's object is made in two steps. `more` are further columns, each with a comma before it.
 */
function selectOrders(tail: SQL, more: SQL = sql``): SQL {
  return sql`
    SELECT id, number, status, currency, email, customer_id, cart_id, cart_generation, shipping_address, billing_address, shipping_option,
      tax_lines, subtotal, discount, shipping, tax, tax_included, total, pricing, note, locale, placed_at, expires_at, hold, source, version,
      (o.source = 'exchange' AND o.id IN (${CREDIT_IN_DISPUTE} AND c.order_id = o.id)) AS credit_disputed,
      (SELECT json_group_array(json_insert(json_object('id', l.id, 'variant_id', l.variant_id, 'product_id', l.product_id, 'sku', l.sku,
           'name', l.name, 'options', json(l.options), 'image_url', l.image_url, 'note', l.note, 'quantity', l.quantity,
           'unit_price', l.unit_price, 'discount', l.discount, 'tax', l.tax, 'tax_included', l.tax_included,
           'taxes', json(l.taxes), 'total', l.total), '$.removed', l.removed, '$.fulfilled', l.fulfilled,
           '$.shipped', l.shipped, '$.delivered', l.delivered, '$.in_return', l.in_return, '$.returned', l.returned,
           '$.refunded', l.refunded, '$.refunded_removed', l.refunded_removed) ORDER BY l.position)
         FROM order_lines l WHERE l.order_id = o.id) AS lines,
      (SELECT json_group_array(json_object('id', p.id, 'order_id', p.order_id, 'purpose', p.purpose, 'status', p.status,
           'amount', p.amount, 'authorized', p.authorized, 'captured', p.captured, 'refunded', p.refunded, 'refunding', p.refunding,
           'disputed', p.disputed, 'credited', p.credited, 'version', p.version) ORDER BY p.created_at, p.id)
         FROM (${PAYMENT_ROWS}) p) AS payments,
      (SELECT json_group_array(t.tag ORDER BY t.tag) FROM order_tags t WHERE t.order_id = o.id) AS tags${more}
    FROM orders o ${tail}`;
}

/** Reads an order by its id; made to fit into a batch. */
export function orderStmt(id: string): Statement {
  return selectOrders(sql`WHERE id = ${id}`);
}

/** An order by its id. */
export function findOrder(ctx: Ctx, id: string): Promise<OrderRow | null> {
  return prepareStatement(ctx.env.DB, orderStmt(id)).first<OrderRow>();
}

/** Reads an order by its id if it is this customer's; made to fit into a batch. */
export function ownOrderStmt(id: string, customerId: string): Statement {
  return selectOrders(sql`WHERE id = ${id} AND customer_id = ${customerId}`);
}

/** Where a page of a list begins, and how much it holds. */
export interface OrderPage {
  after: Position | undefined;
  descending: boolean;
  limit: number;
  /** So many of them are left out first. */
  offset?: number;
}

/** Reads orders by time of placing, from a position on; made to fit into a batch. The id breaks ties. `more`: further columns. */
export function ordersStmt(filter: OrderFilter, page: OrderPage, more?: SQL): Statement {
  return selectOrders(pageOfOrders(filter, page), more);
}

/**
 * WHERE and what follows for a page of the orders that a filter selects. What is found through other tables is sorted before anything
 * more of it is read.
 */
export function pageOfOrders(filter: OrderFilter, { after, descending, limit, offset = 0 }: OrderPage): SQL {
  const { where, createdAt, isFound } = selectionOf(filter);
  const beyond = descending ? sql`<` : sql`>`;
  const direction = descending ? sql`DESC` : sql`ASC`;
  const start = after ? sql` AND (${createdAt}, o.id) ${beyond} (${after.value}, ${after.id})` : sql``;
  const order = sql`ORDER BY ${createdAt} ${direction}, o.id ${direction}`;
  const page = sql`WHERE ${where}${start} ${order} LIMIT ${limit} OFFSET ${offset}`;
  return isFound ? sql`WHERE o.id IN (SELECT o.id FROM orders o ${page}) ${order}` : page;
}

/** Orders by time of placing, from a position on. */
export function findOrders(ctx: Ctx, ...query: Parameters<typeof ordersStmt>): Promise<OrderRow[]> {
  return ctx.db.all<OrderRow>(ordersStmt(...query).getSQL());
}

/** The order that was placed for one filling of a cart. */
export async function findOrderOfCart(
  ctx: Ctx,
  cartId: string,
  generation: number,
): Promise<Pick<OrderRow, "id" | "number" | "status"> | undefined> {
  const [row] = await ctx.db.all<Pick<OrderRow, "id" | "number" | "status">>(
    sql`SELECT id, number, status FROM orders WHERE cart_id = ${cartId} AND cart_generation = ${generation}`,
  );
  return row;
}

/** Unpaid orders whose hold has ended, oldest first. */
export async function findExpiredOrders(ctx: Ctx, limit: number): Promise<{ id: string }[]> {
  return ctx.db.all<{ id: string }>(sql`
    SELECT id FROM orders WHERE status IN ('pending_payment', 'payment_failed') AND check_at <= ${isoTime(ctx.now())}
    ORDER BY check_at LIMIT ${limit}`);
}

/** Looks at an order that could not be expired again only then, so that it does not keep others waiting. */
export function checkLaterStmt(orderId: string, at: Date): Statement {
  return sql`UPDATE orders SET check_at = ${isoTime(at)} WHERE id = ${orderId}`;
}

/** Inserts a new order with its lines and the first row of its timeline. */
export function insertOrderStmts(ctx: Ctx, order: NewOrder, lines: NewOrderLine[]): Statement[] {
  const first = {
    orderId: order.id,
    seq: 1,
    toStatus: order.status,
    action: "place",
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    at: order.createdAt,
  };
  return [insertRows(orders, [order]), insertLinesStmt(lines), insertRows(orderTransitions, [first])];
}

/** Adds lines to an order. */
export function insertLinesStmt(lines: readonly NewOrderLine[]): Statement {
  return insertRows(orderLines, lines);
}

/** Takes a step: the timeline row is the lock, the order row follows. */
export function transitionStmts(ctx: Ctx, step: OrderStep): Statement[] {
  const now = isoTime(ctx.now());
  // It stood for the end of the hold. From now on it tells when to see whether the order is to be completed.
  const whenDelivered = step.action === "deliver" ? sql`, check_at = ${now}` : sql``;
  return [
    insertRows(orderTransitions, [
      {
        orderId: step.orderId,
        seq: step.seq,
        fromStatus: step.from,
        toStatus: step.to,
        action: step.action,
        reason: step.reason ?? null,
        data: step.data ?? null,
        actorKind: ctx.actor.kind,
        actorId: actorId(ctx.actor),
        at: now,
      },
    ]),
    sql`UPDATE orders SET status = ${step.to}, version = ${step.seq}, updated_at = ${now}${whenDelivered} WHERE id = ${step.orderId}`,
  ];
}

/**
 * Erasing a person is no step of their orders. What was decided before it must not bring back what it took: it violates
 * ERASED_MEANWHILE.
 */
export function requireErasedStmt(orderId: string, isErased: boolean): Statement {
  return sql`UPDATE orders SET version = CASE WHEN (erased_at IS NOT NULL) = ${isErased ? 1 : 0} THEN version END WHERE id = ${orderId}`;
}

/** The NOT NULL that a change violates during which the order was erased. */
export const ERASED_MEANWHILE = "orders.version";

/** The constraint that the loser of a race for a transition violates. */
export const TRANSITION_LOCK = "order_transitions.order_id, order_transitions.seq";
/** The constraint that a second order for the same filling of a cart violates. */
export const CART_GENERATION = "orders.cart_id, orders.cart_generation";

import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, type Statement } from "../../platform/db.ts";
import type { OrderStatus } from "./orders.machine.ts";
import { ERASED_EMAIL } from "./orders.table.ts";

/** Orders that nobody has to deliver, or pay, any more. */
const CLOSED = inList(["delivered", "completed", "cancelled", "expired"] satisfies OrderStatus[]);

/** What takes the place of a person in an address. */
const NOBODY = JSON.stringify({ first_name: "Erased", last_name: "Person", line1: "-", city: "-" });

/**
 * All orders of a person: those of the account, and those that were placed as a guest with its address; leave the address out unless
 * it is verified.
 */
export async function findOrderIdsOf(
  ctx: Ctx,
  person: { customerId: string; verifiedEmail: string | undefined },
): Promise<string[]> {
  const byEmail =
    person.verifiedEmail === undefined
      ? sql``
      : sql` UNION ALL SELECT id FROM orders WHERE email = ${person.verifiedEmail} AND customer_id IS NULL`;
  const rows = await ctx.db.all<{ id: string }>(
    sql`SELECT id FROM orders WHERE customer_id = ${person.customerId}${byEmail}`,
  );
  return rows.map((row) => row.id);
}

/**
 * Takes the person out of closed orders, of a customer or by id. What the books need stays: number, lines, amounts, taxes, and the
 * country and region that the taxes depend on. A rule can be for one postal code: taxes lose it, and the explanation, which has it in its
 * facts, goes whole.
 */
export function eraseClosedOrdersStmts(
  ctx: Ctx,
  which: { customerId: string } | { orderIds: readonly string[] },
): Statement[] {
  const now = isoTime(ctx.now());
  const whose =
    "customerId" in which ? sql`customer_id = ${which.customerId}` : sql`id IN ${inList(which.orderIds)}`;
  const erase = sql`UPDATE orders SET email = ${ERASED_EMAIL}, shipping_address = ${placeOnly(sql`shipping_address`)},
      billing_address = CASE WHEN billing_address IS NOT NULL THEN ${placeOnly(sql`billing_address`)} END, note = NULL, locale = NULL,
      tax_lines = ${withoutPostalPatterns}, pricing = json_set(pricing, '$.explanation', json('[]')),
      erase_requested_at = COALESCE(erase_requested_at, ${now}), erased_at = ${now}, updated_at = ${now}
    WHERE ${whose} AND erased_at IS NULL AND status IN ${CLOSED}`;
  const eraseLineNotes = sql`UPDATE order_lines SET note = NULL
    WHERE note IS NOT NULL AND order_id IN (SELECT id FROM orders WHERE ${whose} AND erased_at IS NOT NULL)`;
  const erasedOrders = sql`(SELECT id FROM orders WHERE ${whose} AND erased_at IS NOT NULL)`;
  const eraseReturns = sql`UPDATE returns SET reason = NULL, answer = NULL, label = NULL, version = version + 1
    WHERE COALESCE(reason, answer, label) IS NOT NULL AND order_id IN ${erasedOrders}`;
  const eraseReturnLines = sql`UPDATE return_lines SET reason = NULL
    WHERE reason IS NOT NULL AND return_id IN (SELECT id FROM returns WHERE order_id IN ${erasedOrders})`;
  // Whoever has the number of a parcel learns from its carrier where it went.
  const eraseTracking = sql`UPDATE fulfillments SET tracking_number = NULL, tracking_url = NULL, updated_at = ${now}, version = version + 1
    WHERE (tracking_number IS NOT NULL OR tracking_url IS NOT NULL) AND order_id IN ${erasedOrders}`;
  // Answers kept for repeats name their order in the path; those of a bulk name many, inside.
  const eraseBulkAnswers = sql`DELETE FROM idempotency_keys WHERE instr(scope, 'POST /api/v1/fulfillments/bulk') > 0
    AND EXISTS (SELECT 1 FROM ${erasedOrders} e WHERE instr(response, e.id) > 0)`;
  // What people wrote about an order can name them.
  const eraseWords = [
    sql`DELETE FROM order_notes WHERE order_id IN ${erasedOrders}`,
    sql`DELETE FROM order_tags WHERE order_id IN ${erasedOrders}`,
    sql`UPDATE order_transitions SET reason = NULL WHERE reason IS NOT NULL AND order_id IN ${erasedOrders}`,
    sql`UPDATE order_transitions SET data = NULL WHERE action = 'tags_changed' AND order_id IN ${erasedOrders}`,
  ];
  return [
    erase,
    eraseLineNotes,
    eraseReturns,
    eraseReturnLines,
    eraseTracking,
    eraseBulkAnswers,
    ...eraseWords,
  ];
}

/** In their order: lines and shipping name their taxes by its place in it. */
const withoutPostalPatterns = sql`(SELECT json_group_array(json_remove(value, '$.jurisdiction.postal_pattern') ORDER BY key)
  FROM json_each(orders.tax_lines))`;

/** json_patch drops what is null, so an address without a region stays without. */
function placeOnly(address: SQL): SQL {
  return sql`json_patch(${NOBODY}, json_object('region', ${address} ->> '$.region', 'country', ${address} ->> '$.country'))`;
}

/** Marks what cannot be erased yet; run after `eraseClosedOrdersStmts`. `findErasableOrders` finds it once it is closed. */
export function requestErasureStmt(ctx: Ctx, customerId: string): Statement {
  return sql`UPDATE orders SET erase_requested_at = ${isoTime(ctx.now())}
    WHERE customer_id = ${customerId} AND erase_requested_at IS NULL`;
}

/** Marks the orders that were being placed while their owner was erased. */
export function requestLateErasuresStmt(ctx: Ctx): Statement {
  return sql`UPDATE orders SET erase_requested_at = ${isoTime(ctx.now())}
    WHERE erase_requested_at IS NULL AND customer_id IN (SELECT id FROM users WHERE status = 'erased')`;
}

/** Orders whose erasure was asked for and that are closed by now, those asked for first. */
export function findErasableOrders(ctx: Ctx, limit: number): Promise<{ id: string; customer_id: string }[]> {
  return ctx.db.all(sql`SELECT id, customer_id FROM orders
    WHERE erase_requested_at IS NOT NULL AND erased_at IS NULL AND status IN ${CLOSED}
    ORDER BY erase_requested_at LIMIT ${limit}`);
}

/** The carts that these orders came from. */
export async function findCartsOfOrders(ctx: Ctx, orderIds: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.all<{ cart_id: string }>(
    sql`SELECT DISTINCT cart_id FROM orders WHERE id IN ${inList(orderIds)} AND source = 'cart'`,
  );
  return rows.map((row) => row.cart_id);
}

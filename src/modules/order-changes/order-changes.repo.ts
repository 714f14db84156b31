import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import type { NewOrder } from "../orders/index.ts";
import type { PartTax, TaxLine } from "../pricing/index.ts";

/** A refund of an order, as far as it counts when the order's price changes. */
export interface CountedRefund {
  amount: number;
  source: string;
  /** JSON: RefundedLine[] */
  lines: string;
}

/** An order's refunds, oldest first; those that failed are with the shop again and not among them. */
export function findCountedRefunds(ctx: Ctx, orderId: string): Promise<CountedRefund[]> {
  return ctx.db.all<CountedRefund>(
    sql`SELECT amount, source, lines FROM refunds
        WHERE ((order_id = ${orderId} AND credit_order_id IS NULL) OR credit_order_id = ${orderId})
          AND status NOT IN ('failed', 'canceled')
        ORDER BY created_at, id`,
  );
}

/** What a change makes of a line that there is already. */
export interface ChangedLine {
  id: string;
  quantity: number;
  removed: number;
  /** How many of the units that it loses had been paid back. */
  lost_refunded: number;
  discount: number;
  tax: number;
  tax_included: number;
  taxes: PartTax[];
  total: number;
}

/** Writes lines anew. Fewer units than are fulfilled, or than were paid back and stay, violate CHECKs. */
export function changeLinesStmt(lines: readonly ChangedLine[]): Statement {
  const rows = JSON.stringify(lines.map((line) => ({ ...line, taxes: JSON.stringify(line.taxes) })));
  const field = (name: keyof ChangedLine) => sql.raw(`${name} = j.value ->> '${name}'`);
  return sql`UPDATE order_lines SET ${field("quantity")}, ${field("removed")}, ${field("discount")},
      refunded = refunded - (j.value ->> 'lost_refunded'), refunded_removed = refunded_removed + (j.value ->> 'lost_refunded'), ${field("tax")},
      ${field("tax_included")}, ${field("taxes")}, ${field("total")}
    FROM json_each(${rows}) j WHERE order_lines.id = j.value ->> 'id'`;
}

/** What a change makes of an order's sums. */
export type ChangedSums = Pick<NewOrder, "subtotal" | "discount" | "shipping" | "tax" | "total"> & {
  taxIncluded: number;
  taxLines: TaxLine[];
};

export function changeSumsStmt(orderId: string, sums: ChangedSums): Statement {
  return sql`UPDATE orders SET ${sumsOf(sums)} WHERE id = ${orderId}`;
}

/** Where an order goes, how, and how its price came about. */
export type ChangedDelivery = Pick<NewOrder, "shippingAddress" | "shippingOption" | "pricing" | "note">;

export function editOrderStmt(orderId: string, sums: ChangedSums, delivery: ChangedDelivery): Statement {
  const json = (value: unknown) => (value == null ? null : JSON.stringify(value));
  return sql`UPDATE orders SET ${sumsOf(sums)}, shipping_address = ${json(delivery.shippingAddress)},
      shipping_option = ${json(delivery.shippingOption)}, pricing = ${json(delivery.pricing)}, note = ${delivery.note ?? null}
    WHERE id = ${orderId}`;
}

function sumsOf(sums: ChangedSums): SQL {
  return sql`subtotal = ${sums.subtotal}, discount = ${sums.discount}, shipping = ${sums.shipping}, tax = ${sums.tax},
    tax_included = ${sums.taxIncluded}, total = ${sums.total}, tax_lines = ${JSON.stringify(sums.taxLines)}`;
}

/** What a step of an order's timeline was about. */
export async function findStepData(
  ctx: Ctx,
  orderId: string,
  seq: number,
): Promise<Record<string, unknown> | undefined> {
  const [row] = await ctx.db.all<{ data: string | null }>(
    sql`SELECT data FROM order_transitions WHERE order_id = ${orderId} AND seq = ${seq}`,
  );
  return row && (JSON.parse(row.data ?? "{}") as Record<string, unknown>);
}

/** Cancelled orders with payments that were neither made nor given up, oldest payment first. */
export async function findCancelledWithOpenPayments(ctx: Ctx, limit: number): Promise<string[]> {
  const rows = await ctx.db.all<{ id: string }>(sql`
    SELECT o.id, MIN(p.updated_at) AS since FROM payments p JOIN orders o ON o.id = p.order_id
    WHERE o.status = 'cancelled' AND p.status IN ('pending', 'requires_payment_method', 'requires_confirmation',
      'requires_action', 'processing', 'requires_capture')
    GROUP BY o.id ORDER BY since LIMIT ${limit}`);
  return rows.map((row) => row.id);
}

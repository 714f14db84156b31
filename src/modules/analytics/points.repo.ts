import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";

export interface PointFacts {
  currency: string;
  amount: number;
  source: string;
}

/** What an order comes to now, and where it is from. */
export async function findOrderFacts(ctx: Ctx, orderId: string): Promise<PointFacts | undefined> {
  const [row] = await ctx.db.all<PointFacts>(
    sql`SELECT currency, total AS amount, source FROM orders WHERE id = ${orderId}`,
  );
  return row;
}

/** The same of a refund. */
export async function findRefundFacts(ctx: Ctx, refundId: string): Promise<PointFacts | undefined> {
  const [row] = await ctx.db.all<PointFacts>(
    sql`SELECT currency, amount, source FROM refunds WHERE id = ${refundId}`,
  );
  return row;
}

import { type SQL, sql } from "drizzle-orm";
import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import type { OrderStatus } from "./orders.machine.ts";
import { type OrderRow, selectOrders } from "./orders.repo.ts";

export interface ListOrders {
  limit: number;
  cursor?: string | undefined;
  sort: "created_at" | "-created_at";
  status?: OrderStatus | undefined;
  email?: string | undefined;
  number?: string | undefined;
}

/** One keyset page of all orders, for staff. */
export async function listOrders(ctx: Ctx, input: ListOrders) {
  requirePermission(ctx, "order:manage");
  const descending = input.sort === "-created_at";
  const after = decodeCursor(input.cursor, input.sort);
  const where: SQL[] = [sql`1 = 1`];
  if (input.status !== undefined) where.push(sql`status = ${input.status}`);
  if (input.email !== undefined) where.push(sql`email = ${input.email}`);
  if (input.number !== undefined) where.push(sql`number = ${input.number}`);
  if (after) {
    where.push(
      descending
        ? sql`(created_at, id) < (${after.value}, ${after.id})`
        : sql`(created_at, id) > (${after.value}, ${after.id})`,
    );
  }
  const direction = descending ? sql`DESC` : sql`ASC`;
  const rows = await ctx.db.all<OrderRow>(
    selectOrders(
      sql`WHERE ${sql.join(where, sql` AND `)} ORDER BY created_at ${direction}, id ${direction} LIMIT ${input.limit + 1}`,
    ) as SQL,
  );
  return pageOf(rows, input.limit, (row) => ({ sort: input.sort, value: row.placed_at, id: row.id }));
}

import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { findCustomers } from "./customers.repo.ts";

export interface ListCustomers {
  limit: number;
  cursor?: string | undefined;
  sort: "created_at" | "-created_at";
  email?: string | undefined;
  q?: string | undefined;
}

/** One keyset page of all customers, for staff. Erased ones are not in it. */
export async function listCustomers(ctx: Ctx, input: ListCustomers) {
  requirePermission(ctx, "order:manage");
  const { limit, cursor, sort, email, q } = input;
  const rows = await findCustomers(
    ctx,
    { email, q },
    { after: decodeCursor(cursor, sort), descending: sort === "-created_at", limit: limit + 1 },
  );
  return pageOf(rows, limit, (row) => ({ sort, value: row.created_at, id: row.id }));
}

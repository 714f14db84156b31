import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { findReturns, type ReturnFilter } from "./returns.repo.ts";

export interface ListReturns extends ReturnFilter {
  limit: number;
  cursor?: string | undefined;
  sort: "created_at" | "-created_at";
}

/** One keyset page of returns. Who may see them was asked before. */
export async function listReturns(ctx: Ctx, input: ListReturns) {
  const { limit, cursor, sort, ...filter } = input;
  const rows = await findReturns(ctx, filter, {
    after: decodeCursor(cursor, sort),
    descending: sort === "-created_at",
    limit: limit + 1,
  });
  return pageOf(rows, limit, (row) => ({ sort, value: row.created_at, id: row.id }));
}

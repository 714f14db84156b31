import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { findMovements, findOpenReservations, type MovementFilter } from "./movements.repo.ts";

interface ListMovements extends MovementFilter {
  limit: number;
  cursor?: string | undefined;
  sort: "created_at" | "-created_at";
}

/** One keyset page of the ledger. */
export async function listMovements(ctx: Ctx, { limit, cursor, sort, ...filter }: ListMovements) {
  requirePermission(ctx, "inventory:manage");
  const page = { after: decodeCursor(cursor, sort), descending: sort === "-created_at", limit: limit + 1 };
  const { rows, pagination } = pageOf(await findMovements(ctx, filter, page), limit, (row) => ({
    sort,
    value: row.created_at,
    id: row.id,
  }));
  const data = rows.map(({ actor_kind, actor_id, ...row }) => ({
    ...row,
    actor: { kind: actor_kind, id: actor_id },
  }));
  return { data, pagination };
}

interface ListReservations {
  limit: number;
  cursor?: string | undefined;
  variant_id?: string | undefined;
  location_id?: string | undefined;
  order_id?: string | undefined;
}

const SORT = "created_at";

/** One keyset page of what orders hold now, the oldest first. */
export async function listReservations(ctx: Ctx, { limit, cursor, ...filter }: ListReservations) {
  requirePermission(ctx, "inventory:manage");
  const page = { after: decodeCursor(cursor, SORT), limit: limit + 1 };
  const { rows, pagination } = pageOf(await findOpenReservations(ctx, filter, page), limit, (row) => ({
    sort: SORT,
    value: row.created_at,
    id: row.id,
  }));
  return { data: rows, pagination };
}

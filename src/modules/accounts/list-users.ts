import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { findUser, findUsers, type UserFilter, type UserRow } from "../identity/index.ts";

export interface ListUsers extends UserFilter {
  limit: number;
  cursor?: string | undefined;
  sort: "created_at" | "-created_at";
}

/** One keyset page of all accounts, for administrators. Erased ones are in it, without anything personal. */
export async function listUsers(ctx: Ctx, input: ListUsers) {
  requirePermission(ctx, "user:manage");
  const { limit, cursor, sort, ...filter } = input;
  const rows = await findUsers(ctx, filter, {
    after: decodeCursor(cursor, sort),
    descending: sort === "-created_at",
    limit: limit + 1,
  });
  return pageOf(rows, limit, (row) => ({ sort, value: row.created_at, id: row.id }));
}

/** @throws resource.not_found */
export async function userOrThrow(ctx: Ctx, id: string): Promise<UserRow> {
  requirePermission(ctx, "user:manage");
  const row = await findUser(ctx, id);
  if (!row) throw notFound("There is no such user.");
  return row;
}

import { requireUser } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { type AddressRow, findAddress, findAddresses } from "./addresses.repo.ts";

export interface ListAddresses {
  limit: number;
  cursor?: string | undefined;
  sort: "created_at" | "-created_at";
}

/** One keyset page of the caller's address book. */
export async function listAddresses(ctx: Ctx, { limit, cursor, sort }: ListAddresses) {
  const rows = await findAddresses(ctx, requireUser(ctx).id, {
    after: decodeCursor(cursor, sort),
    descending: sort === "-created_at",
    limit: limit + 1,
  });
  return pageOf(rows, limit, (row) => ({ sort, value: row.created_at, id: row.id }));
}

/**
 * An address of the caller's book.
 * @throws resource.not_found also for somebody else's
 */
export async function addressOrThrow(ctx: Ctx, id: string): Promise<AddressRow> {
  const row = await findAddress(ctx, requireUser(ctx).id, id);
  if (!row) throw notFound("There is no such address in your address book.");
  return row;
}

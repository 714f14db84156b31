import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { findReplays } from "./replays.repo.ts";

const SORT = "-created_at";

/** One keyset page of replays, the latest first. */
export async function listReplays(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  requirePermission(ctx, "system:admin");
  const rows = await findReplays(ctx, { after: decodeCursor(cursor, SORT), limit: limit + 1 });
  return pageOf(rows, limit, (row) => ({ sort: SORT, value: row.created_at, id: row.id }));
}

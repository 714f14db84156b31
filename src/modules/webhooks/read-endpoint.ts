import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { checkVersion } from "../../platform/overtaken.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { type EndpointRow, findEndpoint, findEndpoints } from "./endpoints.repo.ts";

/** @throws resource.not_found; resource.precondition_failed when it is not of `expectedVersion` */
export async function endpointOrThrow(ctx: Ctx, id: string, expectedVersion?: number): Promise<EndpointRow> {
  requirePermission(ctx, "system:admin");
  const row = await findEndpoint(ctx, id);
  if (!row) throw notFound("There is no such endpoint.");
  checkVersion(row, expectedVersion);
  return row;
}

const SORT = "id";

/** One keyset page of the endpoints, in the order in which they were made. */
export async function listEndpoints(ctx: Ctx, page: { limit: number; cursor?: string | undefined }) {
  requirePermission(ctx, "system:admin");
  const after = decodeCursor(page.cursor, SORT)?.id ?? "";
  const rows = await findEndpoints(ctx, { after, limit: page.limit + 1 });
  return pageOf(rows, page.limit, (row) => ({ sort: SORT, value: row.id, id: row.id }));
}

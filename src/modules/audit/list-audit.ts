import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { type AuditFilter, type AuditRow, findAuditRow, findAuditRows } from "./audit.repo.ts";

export interface ListAudit extends AuditFilter {
  limit: number;
  cursor?: string | undefined;
  sort: "seq" | "-seq";
}

/** One keyset page of the audit log by number. @throws auth.forbidden */
export async function listAudit(ctx: Ctx, input: ListAudit) {
  requirePermission(ctx, "audit:read");
  const { limit, cursor, sort, ...filter } = input;
  const after = decodeCursor(cursor, sort);
  const rows = await findAuditRows(ctx, filter, {
    after: after && Number(after.value),
    descending: sort === "-seq",
    limit: limit + 1,
  });
  return pageOf(rows, limit, (row) => ({ sort, value: row.seq, id: row.id }));
}

/** The entry of this id. @throws resource.not_found; auth.forbidden */
export async function getAuditEntry(ctx: Ctx, id: string): Promise<AuditRow> {
  requirePermission(ctx, "audit:read");
  const row = await findAuditRow(ctx, id);
  if (!row) throw notFound("There is no such entry in the audit log.");
  return row;
}
